"""What a draft cycle would mean for auditor days, by simulated years under both cycles.

A worker makes it, in processes of their own. Who died at it leaves a lease that ends: the next
sweep begins anew. A result is kept only by the worker whose lease it still is.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.organisations.models import Person
from processes.renewal.forecast.models import Forecast
from processes.scheme.cycles import cycle_json
from processes.scheme.models import RenewalCycle
from workflow.calendar import local_date
from workflow.exceptions import Refused

log = logging.getLogger(__name__)

MUNICIPALITIES, YEARS = 30, 5
LEASE = timedelta(minutes=2)
TELL = timedelta(seconds=1)

Month = tuple[date, int]


@dataclass(frozen=True)
class Size:
    """How many municipalities are simulated, for how long, from when."""

    municipalities: int
    years: int
    first: date


Simulator = Callable[[Sequence[dict[str, Any]], Size, Callable[[int], object]], list[list[Month]]]
_simulator: list[Simulator] = []


ANEW: dict[str, Any] = {
    "finished_at": None,
    "lease_until": None,
    "done": 0,
    "attempts": 0,
    "error": "",
    "days": [],
}


class TakenError(Exception):
    """Another worker has it by now."""


def use(simulator: Simulator) -> None:
    """Let ``simulator(cycles, size, tell)`` give the auditor days per month under each cycle."""
    _simulator[:] = [simulator]


def begin(cycle: RenewalCycle, *, by: Person, at: datetime) -> Forecast:
    """Ask for a forecast, anew if there is one; one that is being made goes on.

    Raises Refused if there is nothing to compare.
    """
    now = cycle.scheme.cycles.filter(state=RenewalCycle.State.PUBLISHED).first()
    if now is None or not cycle.is_draft:
        raise Refused(_("A forecast compares a draft with the cycle in force."), code="no_draft")
    values = {
        "by": by,
        "cycles": [cycle_json.as_json(now), cycle_json.as_json(cycle)],
        "municipalities": MUNICIPALITIES,
        "years": YEARS,
        "first_date": local_date(at),
        "began_at": at,
    }
    with transaction.atomic():
        forecast, new = Forecast.objects.get_or_create(cycle=cycle, defaults=values)
        if not new:
            over = Forecast.objects.filter(_left(at) | models.Q(finished_at__isnull=False))
            over.filter(pk=forecast.pk).update(**values, **ANEW)
    return forecast


def is_of_now(forecast: Forecast) -> bool:
    """Neither the draft nor the cycle in force has changed since it was asked for."""
    cycle = forecast.cycle
    now = cycle.scheme.cycles.filter(state=RenewalCycle.State.PUBLISHED).first()
    return now is not None and forecast.cycles == [
        cycle_json.as_json(now),
        cycle_json.as_json(cycle),
    ]


def waiting(at: datetime) -> models.QuerySet[Forecast]:
    """Those that have not failed too often; none while one is being made.

    One at a time: each takes a worker for minutes, who others wait for.
    """
    again = models.Q(finished_at=None, attempts__lt=Forecast.ATTEMPTS)
    made_now = Forecast.objects.filter(finished_at=None, lease_until__gt=at)
    return Forecast.objects.filter(_free(at) & again, ~models.Exists(made_now))


def _left(at: datetime) -> models.Q:
    return _free(at) & models.Q(finished_at=None, attempts__gte=Forecast.ATTEMPTS)


def _free(at: datetime) -> models.Q:
    return models.Q(lease_until=None) | models.Q(lease_until__lte=at)


def make_all() -> None:
    """Make every forecast that waits. Safe to repeat, to kill and to run several at once."""
    for forecast in waiting(timezone.now()).order_by("began_at"):
        make(forecast)


def make(forecast: Forecast) -> None:
    """Make one, unless another worker has it."""
    at = timezone.now()
    taken = waiting(at).filter(pk=forecast.pk)
    if not taken.update(lease_until=at + LEASE, attempts=models.F("attempts") + 1, done=0):
        return
    forecast.refresh_from_db()
    size = Size(forecast.municipalities, forecast.years, forecast.first_date)
    try:
        now, then = _simulator[0](forecast.cycles, size, _Told(forecast))
    except TakenError:
        return
    except Exception as error:
        log.exception("the forecast of cycle %s failed", forecast.cycle_id)
        told = f"{type(error).__name__}: {error}"[:2000]
        _mine(forecast).update(lease_until=None, error=told)
        return
    forecast.keep(now, then)
    over = {"finished_at": timezone.now(), "lease_until": None, "days": forecast.days}
    _mine(forecast).update(**over, done=forecast.total)


def _mine(forecast: Forecast) -> models.QuerySet[Forecast]:
    """The row, while this worker's attempt is the one that counts."""
    same = Forecast.objects.filter(pk=forecast.pk, finished_at=None)
    return same.filter(began_at=forecast.began_at, attempts=forecast.attempts)


class _Told:
    """Writes down, not too often, how far it is; that also keeps the lease alive."""

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._at = timezone.now()

    def __call__(self, done: int) -> None:
        at = timezone.now()
        if at - self._at < TELL:
            return
        self._at = at
        if not _mine(self._forecast).update(done=done, lease_until=at + LEASE):
            raise TakenError
