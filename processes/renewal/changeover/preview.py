"""What a renewal cycle would do before it does it: dates, moves, auditor days, mails.

The preview and the publishing ask the same function for the moves: what was shown is what happens.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from processes import kinds
from processes.case.actions import canonical_hash
from processes.case.deadlines import within
from processes.renewal.deadlines import PlannedItem, as_planned, chosen, programme, term_of
from processes.renewal.models import ProgrammeItem
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm.limits import LIMITS, PERCENT, TIMES, figure
from processes.scheme.rhythm.planned_items import Term, first_term
from processes.standing.models import Certificate
from workflow.calendar import Deadline, exact_months

if TYPE_CHECKING:
    from processes.case.models import Case


State = ProgrammeItem.State
DATES = {"opens": _("opens"), "visit_by": _("visit by"), "decide_by": _("decision by")}

BEGUN = (State.OPENED, State.OWED, State.DONE)
"""What is under way or over is no more planned anew, overdue or not."""

STRAIGHT_WAY = (
    "assess",
    "sign_assessment",
    "lead_audit",
    "consider_team",
    "plan_visit",
    "agree_plan",
    "visit",
    "draft_report",
    "comment_report",
    "finish_report",
    "decide",
)
"""The people's tasks of a case without nonconformities: each is announced by mail.

Where documents are reviewed, that is one more.
"""


@dataclass(frozen=True)
class Row:
    """One explained date of the calendar: in which item, of which kind, what."""

    turn: int
    kind: str
    ordinal: int
    name: str
    deadline: Deadline

    @property
    def kind_words(self) -> str:
        """Surveillance or recertification, in words."""
        return str(kinds.of(self.kind).words)

    @property
    def words(self) -> str:
        """Which of the three dates."""
        return str(DATES[self.name])


def calendar(cycle: RenewalCycle, start: date) -> Iterator[Row]:
    """Every date of two items of the cycle for a decision on the day ``start``."""
    term = first_term(start, cycle.validity_months)
    for turn in (1, 2):
        for item in programme(cycle, term):
            for name in DATES:
                yield Row(turn, item.kind, item.ordinal, name, getattr(item, name))
        decided, visited = item.decide_by.date, item.visit_by.date
        expiry = exact_months(start, (turn + 1) * cycle.validity_months)
        term = Term(term.expiry, expiry, decided=decided, visited=visited)


def limits_from(cycle: RenewalCycle, start: date) -> list[tuple[Any, Deadline]]:
    """Every time limit counted from the day ``start``."""
    dated = (limit for limit in LIMITS.values() if limit.unit not in (TIMES, PERCENT))
    return [(limit.title, within(cycle, limit.key, start)) for limit in dated]


@dataclass(frozen=True)
class Move:
    """What becomes of one planned item: moved, added (no item) or cancelled (nothing planned).

    ``other_limits``: its case would go by other limits, reminders or days off than now.
    ``by_hand``: an officer chose its day, so it stays as it is.
    """

    certificate: Certificate
    item: ProgrammeItem | None
    planned: PlannedItem | None
    cycle: RenewalCycle
    other_limits: bool = False
    by_hand: bool = False

    @property
    def kind(self) -> str:
        """Surveillance or recertification."""
        return self.item.kind if self.item else self.planned.kind if self.planned else ""

    @property
    def kind_words(self) -> str:
        """Surveillance or recertification, in words."""
        return str(kinds.of(self.kind).words)

    def old(self, name: str) -> date | None:
        """The date as it is planned now."""
        return getattr(self.item, f"{name}_date") if self.item else None

    def new(self, name: str) -> Deadline | None:
        """The date as it would be."""
        return getattr(self.planned, name) if self.planned else None

    def dates(self) -> list[tuple[str, date | None, Deadline | None]]:
        """Opening, visit and decision: each as it is and as it would be."""
        return [(str(DATES[name]), self.old(name), self.new(name)) for name in DATES]

    def ladder_then(self) -> list[int]:
        """The reminders its case would go by: its own, where it stays as it is."""
        then: list[int] = self.ladder(self.cycle) if self.by_hand else self.cycle.ladder
        return then

    def ladder(self, now: RenewalCycle) -> list[int]:
        """The reminders its case goes by as things stand: a renewal by those of the cycle now."""
        if self.item is None or not kinds.of(self.kind).is_owed:
            return now.ladder
        own: list[int] = (self.item.cycle or self.certificate.case.cycle).ladder
        return own

    @property
    def is_change(self) -> bool:
        """Something would be another day, come or go, or its case go by other limits."""
        pairs = ((old, new.date if new else None) for _name, old, new in self.dates())
        return self.other_limits or self.is_other_way or any(old != new for old, new in pairs)

    @property
    def is_other_way(self) -> bool:
        """It would be made by document instead of with a visit, or the other way round."""
        was, new = self.item, self.planned
        return bool(was and new and was.by_document != new.by_document)

    @property
    def effect(self) -> str:
        """Moved, added or cancelled."""
        return "cancelled" if not self.planned else "moved" if self.item else "added"

    def as_json(self) -> dict[str, Any]:
        """What would change, as a row keeps it."""
        dates = [[_iso(old), _iso(new.date if new else None)] for _name, old, new in self.dates()]
        said = {"kind": self.kind, "effect": self.effect, "dates": dates}
        return said | ({"other_limits": True} if self.other_limits else {})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def moves(cycle: RenewalCycle, day: date, *, among: Iterable[int] | None = None) -> list[Move]:
    """What the cycle would make of everything that is planned and not yet opened.

    Of all certificates that are valid or suspended that day, or ``among`` the ones with these ids.
    """
    items = ProgrammeItem.objects.select_related("case__audit", "cycle")
    items = items.order_by("opens_date", "pk")
    certificates = (
        Certificate.objects.current(day)
        .filter(
            certification__scheme=cycle.scheme_id,
            programme__isnull=False,
        )
        .select_related("certification__organisation", "programme", "case__cycle", "case__audit")
        .prefetch_related(Prefetch("programme__items", items))
        .order_by("certification__organisation__name_order", "pk")
    )
    if among is not None:
        certificates = certificates.filter(pk__in=among)
    with_windows = RenewalCycle.objects.prefetch_related("windows").get(pk=cycle.pk)
    return [move for certificate in certificates for move in _of(certificate, with_windows)]


def _of(certificate: Certificate, cycle: RenewalCycle) -> Iterator[Move]:
    items: list[ProgrammeItem] = list(certificate.programme.items.all())
    by_document = chosen(items, cycle, certificate.case.cycle)
    computed = programme(cycle, term_of(certificate, held(items)), by_document)
    for kind in kinds.planned():
        mine = [item for item in items if item.kind == kind]
        waiting = [item for item in mine if item.current_state == State.PLANNED]
        planned = [item for item in waiting if not item.is_by_hand]
        kept = [item for item in waiting if item.is_by_hand]
        begun = [*kept, *(item for item in mine if item.current_state in BEGUN)]
        for item in kept:
            yield Move(certificate, item, as_planned(item), cycle, by_hand=True)
        coming = _coming((turn for turn in computed if turn.kind == kind), begun)
        for item, turn in zip_longest(planned, coming):
            other = bool(item and turn) and _goes_otherwise(certificate, item, cycle)
            yield Move(certificate, item, turn, cycle, other)


def _goes_otherwise(certificate: Certificate, item: ProgrammeItem, cycle: RenewalCycle) -> bool:
    """A surveillance keeps the cycle it was planned by; a renewal takes the one in force anyway."""
    if not item.traits.is_owed:
        return False
    now = item.cycle or certificate.case.cycle
    return now.pk != cycle.pk and goes_by(now) != goes_by(cycle)


def goes_by(cycle: RenewalCycle) -> list[Any]:
    """What a case reads of its cycle while it runs: limits, reminders, days."""
    said = [figure(cycle, key) for key in LIMITS]
    return [said, cycle.ladder, cycle.quiet_weeks, cycle.closed_days]


def held(items: Iterable[ProgrammeItem]) -> tuple[date | None, ...]:
    """The days of the visits of the surveillances that were begun, in order."""
    mine = (item for item in items if item.traits.is_owed)
    cases = [item.case for item in mine if item.current_state in BEGUN]
    return tuple(_visited(case) for case in cases)


def _visited(case: "Case | None") -> date | None:
    audit = getattr(case, "audit", None)
    return audit.visited_date if audit else None


def _coming(turns: Iterable[PlannedItem], begun: list[ProgrammeItem]) -> list[PlannedItem]:
    """The items still to come: one that opens before a begun one is to be done is that one."""
    if any(item.traits.restores for item in begun):
        return []
    since = max((item.decide_by_date for item in begun), default=date.min)
    return [turn for turn in turns if turn.opens.date >= since]


def mark(cycle: RenewalCycle, planned: Iterable[Move]) -> str:
    """What was shown, in short: publishing checks that it is still what will happen."""
    shown = [
        [
            move.certificate.pk,
            move.item.pk if move.item else None,
            move.item.version if move.item else None,
            [new.date.isoformat() if new else None for _name, _old, new in move.dates()],
            move.other_limits,
        ]
        for move in planned
    ]
    return canonical_hash([cycle.pk, cycle.version, shown])


def auditor_days(planned: Iterable[Move]) -> list[tuple[date, int, int]]:
    """For each month from the first to the last visit: auditor days as planned and as moved."""
    before: Counter[date] = Counter()
    after: Counter[date] = Counter()
    for move in planned:
        days = kinds.of(move.kind).auditor_days
        if old := move.old("visit_by"):
            before[_month(old)] += days
        if new := move.new("visit_by"):
            after[_month(new.date)] += days
    months = sorted({*before, *after})
    if not months:
        return []
    span = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month
    every = [exact_months(months[0], number) for number in range(span + 1)]
    return [(month, before[month], after[month]) for month in every]


def _month(day: date) -> date:
    return date(day.year, day.month, 1)


@dataclass(frozen=True)
class Mails:
    """How many mails the planned items lead to, if everything is done at once or at the last."""

    fewest: int
    most: int


def mails(turns: Iterable[tuple[str, list[int]]]) -> Mails:
    """Of items by kind and the ladder their cases will go by.

    One mail for each task, and one for each rung before its deadline if it is done last.
    """
    tasks = [(len(STRAIGHT_WAY) + kinds.of(kind).with_documents, ladder) for kind, ladder in turns]
    most = sum(number * (1 + sum(rung < 0 for rung in ladder)) for number, ladder in tasks)
    return Mails(sum(number for number, _ladder in tasks), most)
