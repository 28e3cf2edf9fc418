"""Time: days pass, promises fall due, people work, mails go. Only what is due is waited for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from processes.audit.report.models import Report
from processes.case.actions import opened as case_begins
from processes.case.models import Case
from processes.simulation.agenda import Agenda
from processes.simulation.applicants import Applicants
from processes.simulation.fates import Fates
from processes.simulation.interludes import Interludes
from processes.simulation.luck import USUAL, Luck, Shares
from processes.simulation.second_thoughts import SecondThoughts
from processes.simulation.town import Town
from processes.simulation.workforce import Workforce
from processes.standing.models import Certificate
from workflow import events, sweep
from workflow.calendar import DAY, at_eight, local_date, start_of
from workflow.models import Task, Timer

SUMMARIES = timedelta(minutes=5)


def timers() -> QuerySet[Timer, datetime]:
    """The moments at which timers fall due, the first first."""
    waiting = Timer.objects.filter(status=Timer.Status.WAITING)
    return waiting.order_by("due_at").values_list("due_at", flat=True)


def leases() -> QuerySet[Task, Any]:
    """The moments at which claims end by themselves, the first first."""
    taken = Task.objects.filter(status="ASSIGNED", lease_until__isnull=False)
    return taken.order_by("lease_until").values_list("lease_until", flat=True)


def timers_until(dusk: datetime) -> QuerySet[Timer, datetime]:
    """Those of timers before a moment."""
    due = Timer.objects.filter(status=Timer.Status.WAITING, due_at__lt=dusk)
    return due.values_list("due_at", flat=True).distinct()


def leases_until(dusk: datetime) -> QuerySet[Task, Any]:
    """Those of claims before a moment."""
    taken = Task.objects.filter(status="ASSIGNED", lease_until__lt=dusk)
    return taken.values_list("lease_until", flat=True)


class Post(Protocol):
    """Who delivers the notices; the process itself does not know."""

    def next_morning(self, day: date) -> date | None:
        """The first day, from ``day`` on, on which something goes out in the morning."""

    def morning(self, at: datetime) -> None:
        """What falls due by the calendar, the summaries of the day, what was lost."""

    def after(self, at: datetime) -> None:
        """What something that just happened wants sent at once."""


class NoPost:
    """Notices are left where they are."""

    def next_morning(self, day: date) -> None:
        """Never."""

    def morning(self, at: datetime) -> None:
        """Nothing."""

    def after(self, at: datetime) -> None:
        """Nothing."""


class Simulation:
    """A run: the real engine, simulated people, a clock that jumps."""

    def __init__(
        self, town: Town, luck: Luck, *, post: Post | None = None, shares: Shares = USUAL
    ) -> None:
        self.agenda = Agenda()
        self.post = post or NoPost()
        self.workforce = Workforce(town, self.agenda, luck, shares)
        self.applicants = Applicants(town, self.agenda, luck, shares)
        self.thoughts = SecondThoughts(town, self.agenda, luck, shares)
        self.fates = Fates(town, self.agenda, luck, shares)
        self.interludes = Interludes(town, self.agenda, luck, shares)
        self.fired = 0

    def run(self, first: date, last: date) -> Iterator[date]:
        """Let everything happen from the first day to the last; tells each day that is over.

        A day on which nothing is due and nobody works is passed over.
        """
        with self._listening():
            day = self._next(first)
            while day is not None and day <= last:
                self._day(day)
                yield day
                day = self._next(day + DAY)

    def _next(self, day: date) -> date | None:
        """The first day, from ``day`` on, on which something happens."""
        moments = [one for one in (timers().first(), leases().first()) if one is not None]
        if self.agenda.next_moment is not None:
            moments.append(self.agenda.next_moment)
        days = [local_date(moment) for moment in moments]
        days += [morning for morning in [self.post.next_morning(day)] if morning is not None]
        return max(min(days), day) if days else None

    def _day(self, day: date) -> None:
        dawn, dusk = start_of(day), start_of(day + DAY)
        for moment in self._promised(dawn, dusk):
            self.agenda.add(moment, self._sweep)
        self.agenda.add(at_eight(day) + SUMMARIES, self._morning)
        for moment, deed in self.agenda.until(dusk):
            deed(moment)
            if self.agenda.next_moment != moment:
                self.post.after(moment)

    def _morning(self, at: datetime) -> None:
        """The reminders of this morning are written by now, and may have to be summed up."""
        if self.post.next_morning(local_date(at)) == local_date(at):
            self.post.morning(at)

    def _promised(self, dawn: datetime, dusk: datetime) -> list[datetime]:
        """The moments of a day at which a timer or a lease falls due."""
        moments = [*timers_until(dusk), *leases_until(dusk)]
        return sorted({max(moment, dawn) for moment in moments})

    def _sweep(self, at: datetime) -> None:
        """What the scheduler does each minute, at the minutes at which something is due."""
        self.fired += sweep.fire_due(at)
        sweep.return_idle_claims(at)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """People hear what the engine announces, while the run lasts."""
        work, towns = self.workforce, self.applicants
        heard: list[tuple[Any, Callable[..., None], Any]] = [
            (events.task_opened, work.opened, None),
            (events.task_returned, work.returned, None),
            (case_begins, work.began, Case),
            (case_begins, self.interludes.began, Case),
            (events.performed, work.closed, Case),
            (events.performed, towns.ended, Case),
            (events.performed, towns.expired, Certificate),
            (events.performed, self.thoughts.locked, Report),
            (events.performed, self.interludes.locked, Report),
            (events.performed, self.fates.granted, Case),
            (events.performed, self.fates.turned, Certificate),
        ]
        for signal, receiver, sender in heard:
            signal.connect(receiver, sender=sender)
        try:
            yield
        finally:
            for signal, receiver, sender in heard:
                signal.disconnect(receiver, sender=sender)
