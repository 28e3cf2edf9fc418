"""The report: drafted, commented on, locked."""
