"""Is the system well? A few figures, each with the most it may be.

At most one bounded statement for each figure, answered by an index: asking costs the same with ten
million tasks.
"""

import math
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection, models
from django.utils import timezone

from config import tasks
from config.celery import app
from config.operations import broker
from notifications.models import Notification
from processes.models import Membership, Scheme
from processes.roles import BODY
from workflow.models import Timer, tallies
from workflow.sweep import attendance

CAP = 1000
"""Counting stops here: more is not worse."""


@dataclass(frozen=True)
class Check:
    """One figure: seconds late or a number of rows. ``value`` None: unknown, or it never was."""

    name: str
    value: float | None
    limit: float = 0
    host: str = ""

    @property
    def is_well(self) -> bool:
        return self.value is not None and self.value <= self.limit


def sweeps() -> list[str]:
    """The tasks that the scheduler starts each minute."""
    return sorted(entry["task"] for entry in app.conf.beat_schedule.values())


def is_ready() -> bool:
    """This process reaches a database that takes what people write, and so can answer them."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _takes_writing()
    except Error:
        return False


def _takes_writing() -> bool:
    """Asks nothing: PostgreSQL tells each connection, unasked, when it only reads."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        told = connection.connection.info.parameter_status
        return "on" not in (told("default_transaction_read_only"), told("in_hot_standby"))
    file = Path(connection.settings_dict["NAME"])
    return all(os.access(path, os.W_OK) for path in (file, file.parent) if path.exists())


def checks(at: datetime) -> list[Check]:
    """Everything worth an alarm. Without a database nothing more is known than just that."""
    try:
        database = Check("database", 0 if _takes_writing() else None)
        return [database, _disk(), *_broker(), *_sweeps(at), *_promises(at), *_mails(at)]
    except Error:
        return [Check("database", None), _disk(), *_broker()]


def _disk() -> Check:
    """How full the disk is on which evidence lies; unknown is one that takes nothing."""
    folder = settings.VAR_DIR if settings.VAR_DIR.exists() else settings.VAR_DIR.parent
    space = shutil.disk_usage(folder)
    used = math.ceil(100 * (1 - space.free / space.total))
    return _limited("disk", used if os.access(folder, os.W_OK) else None)


def matters() -> list[Check]:
    """What waits for an administrator and for nobody else: no alarm, for the system is well."""
    return [Check("unattended", _count(attendance.unattended())), Check("vacant", _vacant())]


def _vacant() -> int:
    """How many roles nobody holds at a body that certifies: without them a case would stand."""
    bodies = Scheme.objects.values_list("body", flat=True).distinct()
    active = Membership.objects.on(timezone.localdate()).filter(
        person__is_active=True, role__in=BODY
    )
    held = active.filter(organisation__in=bodies).values_list("organisation", "role").distinct()
    return len(bodies) * len(BODY) - len(held)


def _broker() -> Iterator[Check]:
    if not broker.is_outside():
        return
    try:
        yield _limited("broker", broker.waiting())
    except broker.SilentError:
        yield _limited("broker", None)


def _sweeps(at: datetime) -> Iterator[Check]:
    beats = tallies.last(tasks.DONE, sweeps())
    for name in sweeps():
        when, host = beats.get(name, (None, ""))
        yield _limited(f"sweep_{name.split('.')[0]}", _age(when, at), key="sweep", host=host)


def _promises(at: datetime) -> Iterator[Check]:
    oldest = Timer.objects.due(at).values_list("due_at", flat=True).first()
    yield _limited("timers", _age(oldest or at, at))
    yield _limited("incidents", _count(Timer.objects.filter(status=Timer.Status.INCIDENT)))


def _mails(at: datetime) -> Iterator[Check]:
    yield _limited("mails", _age(Notification.objects.unsent_since(at) or at, at))
    dead = Notification.objects.filter(status=Notification.Status.DEAD)
    yield _limited("dead_letters", _count(dead))


def _limited(name: str, value: float | None, *, key: str = "", host: str = "") -> Check:
    return Check(name, value, settings.HEALTH_LIMITS[key or name], host)


def _age(moment: datetime | None, at: datetime) -> float | None:
    return None if moment is None else max(0.0, round((at - moment).total_seconds(), 1))


def _count(rows: models.QuerySet[Any]) -> int:
    return rows.order_by("pk")[:CAP].count()
