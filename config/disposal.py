"""What is thrown away when its time is over. Rows of the process are never among it."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from processes import kept
from processes.organisations.accounts import security
from workflow.calendar import local_date

NIGHT = 2
"""From this hour on, when hardly anybody works."""
TWO_DAYS = 48 * 60 * 60


def is_due(at: datetime) -> bool:
    """It is night, or later, and nobody has tidied up today."""
    return timezone.localtime(at).hour >= NIGHT and not cache.get(_key(at))


def dispose(at: datetime) -> None:
    """Delete ended sessions, and what is old enough of the security log and of unsaved texts."""
    Session.objects.filter(expire_date__lt=at).delete()
    security.forget(at)
    kept.forget(at)
    cache.set(_key(at), value=True, timeout=TWO_DAYS)


def _key(at: datetime) -> str:
    return f"disposed-{local_date(at)}"
