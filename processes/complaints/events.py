"""What happens to a complaint beside its steps, for whoever listens."""

from django.dispatch import Signal

address_due = Signal(use_caching=True)
"""A mail with a private address is to go: ``address``, ``at``."""

answered = Signal(use_caching=True)
"""Whoever complained added something: ``complaint``, ``at``. Its handler should read it."""

asked = Signal(use_caching=True)
"""The body asked whoever complained something: ``complaint``, ``by``, ``at``."""
