"""What happens to people and is told to them, by whoever listens."""

from django.dispatch import Signal

letter_due = Signal()
"""A letter about an account is due: ``kind`` (of notifications.rules: welcome, moved…), ``person``,
``at``; ``facts`` that its words name (``to``: another address), ``occurrence`` if only one may go.
"""

SIGNED_SALT = "processes.organisations.letters"
"""Under which a letter's link is signed: what it may do stands in it, and no table keeps it."""
