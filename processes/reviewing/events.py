"""What happens to a reviewer, for whoever listens."""

from django.dispatch import Signal

invited = Signal(use_caching=True)
"""Somebody is asked to review: ``reviewer``, ``by``, ``at``."""

declined = Signal(use_caching=True)
"""Somebody who was asked cannot: ``reviewer``, ``at``."""
