"""The straight way of a case, with one minor nonconformity, counted forwards and backwards.

Pure: limits and a calendar in, days out. What the flow asks of people on that way stands here
once more as the limits that add up; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from processes import kinds
from processes.scheme.rhythm import limits
from processes.scheme.rhythm.limits import DAYS, LIMITS, WORKING_DAYS
from workflow.calendar import Deadline, Shortening, WorkingCalendar

if TYPE_CHECKING:
    from processes.scheme.models import RenewalCycle


BEFORE_VISIT = (
    "assess",
    "sign_assessment",
    "claim_audit",
    "declare_impartiality",
    "object_to_team",
    "review_documents",
    "plan_visit",
    "plan_before_visit",
)
AFTER_VISIT = (
    "report_visit",
    "draft_report",
    "comment_report",
    "final_report",
    "answer_findings",
    "assess_answers",
    "decide",
)
WITHOUT_MINOR = ("answer_findings", "assess_answers")
OFF_THE_WAY = {
    "contribute": "assess",
    "settle_objection": "object_to_team",
    "confirm_team": "object_to_team",
    "verify_major": "assess_answers",
    "supplement": "assess_answers",
}
"""Tasks that come now and then: each must be done when the one beside it must."""


@dataclass(frozen=True)
class Span:
    """One limit as a cycle has it, and what is left of it at least."""

    key: str
    unit: str
    amount: int
    floor: int

    def counted(self, calendar: WorkingCalendar, start: date) -> Deadline:
        """The last day of the limit."""
        if self.unit == WORKING_DAYS:
            return calendar.add_working_days(start, self.amount, self.key)
        if self.unit == DAYS:
            return calendar.add_days(start, self.amount, self.key)
        return calendar.add_months(start, self.amount, self.key)

    def ends(self, calendar: WorkingCalendar, start: date) -> date:
        """The last day of the span, without explanation: many are counted one after the other."""
        if self.unit == WORKING_DAYS:
            return calendar.nth_working_day(start, self.amount)
        return self.counted(calendar, start).date

    def begun(self, calendar: WorkingCalendar, last: date) -> date:
        """The latest working day to begin, so that the limit ends on ``last`` or before."""
        if self.unit == WORKING_DAYS:
            return calendar.nth_working_day(last, -self.amount)
        return calendar.before(last - timedelta(days=self.amount))

    @property
    def least(self) -> "Span":
        """The span at its floor."""
        return replace(self, amount=self.floor)


@dataclass(frozen=True)
class Way:
    """What lies before and after the visit of a case."""

    calendar: WorkingCalendar
    before: tuple[Span, ...]
    after: tuple[Span, ...]

    def opens(self, visit_by: date) -> date:
        """The latest day to open the case, so that the visit is held by ``visit_by``."""
        return self._back(self.before, self.calendar.before_quiet_weeks(visit_by))

    def visited_by(self, decide_by: date) -> date:
        """The latest day of the visit, so that the decision is made by ``decide_by``."""
        return self._back(self.after, self.calendar.before(decide_by))

    def decided(self, visited: date) -> date:
        """The day of the decision, if everybody takes all the time there is."""
        day = visited
        for span in self.after:
            day = span.ends(self.calendar, day)
        return day

    def serves_visit(self, key: str) -> bool:
        """The task comes before the visit: it is the visit that waits for it."""
        key = OFF_THE_WAY.get(key, key)
        return key == "agree_plan" or key in {span.key for span in self.before}

    def latest(self, key: str, *, visit_by: date, decide_by: date, least: bool = False) -> date:
        """The last day of a task that leaves those after it their time, or the least of it."""
        key = OFF_THE_WAY.get(key, key)
        for spans, hard in ((self.before, visit_by), (self.after, decide_by)):
            keys = [span.key for span in spans]
            if key in keys:
                later = spans[keys.index(key) + 1 :]
                held = self.calendar.before_quiet_weeks(hard) if spans is self.before else hard
                return self._back([one.least for one in later] if least else later, held)
        return visit_by if key == "agree_plan" else decide_by

    def _back(self, spans: Iterable[Span], last: date) -> date:
        day = self.calendar.before(last)
        for span in reversed(tuple(spans)):
            day = span.begun(self.calendar, day)
        return day


def way_of(cycle: "RenewalCycle", kind: str) -> Way:
    """The way of a surveillance or of a recertification by a cycle's limits."""
    skipped = _skipped(kinds.of(kind))

    def spans(keys: Iterable[str]) -> tuple[Span, ...]:
        return tuple(span_of(cycle, key, kind) for key in keys if key not in skipped)

    return Way(calendar_of(cycle), spans(BEFORE_VISIT), spans(AFTER_VISIT))


def _skipped(kind: kinds.CaseKind) -> tuple[str, ...]:
    """What a case of a kind does without. One by document is examined where others are reviewed."""
    if not kind.with_visit:
        return ("plan_visit", "plan_before_visit", "report_visit")
    return () if kind.with_documents else ("review_documents",)


def span_of(cycle: "RenewalCycle", key: str, kind: str = "") -> Span:
    """A limit as the cycle has it for cases of a kind."""
    limit, amount = LIMITS[key], limits.amount(cycle, key, lighter=kinds.is_lighter(kind))
    floor = amount if limit.floor is None else min(amount, limit.floor)
    return Span(key, limit.unit, amount, floor)


def calendar_of(cycle: "RenewalCycle") -> WorkingCalendar:
    """The working calendar with the cycle's extra days off and quiet weeks."""
    return _calendar(tuple(cycle.closed_days), tuple(map(tuple, cycle.quiet_weeks)))


@lru_cache(maxsize=100)
def _calendar(closed: tuple[str, ...], quiet_weeks: tuple[tuple[int, int], ...]) -> WorkingCalendar:
    """One calendar for the same free days: each deadline is counted by one."""
    return WorkingCalendar(frozenset(map(date.fromisoformat, closed)), quiet_weeks)


def shortened(deadline: Deadline, to: date, *, by: Shortening) -> Deadline:
    """The deadline on an earlier day, and why."""
    return Deadline(to, replace(deadline.explanation, shortened=by, result=to))
