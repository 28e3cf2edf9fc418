"""What happens to an audit team and is told, by whoever listens."""

from django.dispatch import Signal

incomplete = Signal(use_caching=True)
"""Somebody left a team that was to be presented: the ``task`` of its lead, ``at``."""

left = Signal(use_caching=True)
"""Somebody is in an audit team no longer: ``member``, ``is_known`` (to the municipality), ``by``,
``at``."""

promoted = Signal(use_caching=True)
"""Somebody of a team leads it from now on: ``member``, ``by``, ``at``."""
