"""What happens to people and is told to them, by whoever listens."""

from django.dispatch import Signal

letter_due = Signal()
"""A letter about an account is due: ``kind`` (of notifications.rules: welcome, moved…), ``person``,
``at``; ``facts`` that its words name (``to``: another address), ``occurrence`` if only one may go.
"""

work_ended = Signal(use_caching=True)
"""A role of a ``person`` has ended, or the account was closed, at ``at``: before tasks go back."""

SIGNED_SALT = "processes.organisations.letters"
"""Under which a letter's link is signed: what it may do stands in it, and no table keeps it."""
