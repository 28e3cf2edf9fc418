"""The flows of kinds of case that are not audited from end to end."""
