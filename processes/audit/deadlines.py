"""Periods of time of the audit."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from processes.case.deadlines import calendar_of, cycle_of, kept, today, within
from processes.case.models import Case
from workflow.calendar import Deadline, exact_months, local_date
from workflow.language import day_in_words
from workflow.models import Process

if TYPE_CHECKING:
    from processes.audit.members import TeamMember
    from processes.audit.models import Audit
    from processes.audit.report.models import Report
    from processes.audit.review_models import DocumentReview


def window(case: Case, day: date) -> Deadline:
    """The last day to object to people who are presented on a day."""
    return within(case.cycle, "object_to_team", day)


def silence_ends(audit: "Audit") -> Deadline | None:
    """The day until which silence about the team can still be broken; none while nobody knows."""
    return None if audit.case.concealed else objection_ends(audit)


def objection_ends(audit: "Audit") -> Deadline:
    """The last day to object to the team, counted from the day it was presented."""
    return window(audit.case, local_date(cast(datetime, audit.proposed_at)))


def member_objection_ends(member: "TeamMember") -> Deadline:
    """The last day to object to somebody who joined later, counted from the presentation."""
    return window(member.case, local_date(cast(datetime, member.presented_at)))


def earliest_visit(case: Case, sent: date) -> Deadline:
    """The first day the visit may begin: so long after the plan is sent, outside quiet weeks."""
    return calendar_of(case.cycle).visit_from(notice_of_visit(case, sent))


def notice_of_visit(case: Case, sent: date) -> Deadline:
    """The day before which no visit begins, quiet weeks or not: the plan is sent well before.

    Of an unannounced visit nobody is sent a plan.
    """
    if case.concealed:
        return calendar_of(case.cycle).add_days(sent, 0, "unannounced")
    return within(case.cycle, "plan_before_visit", sent)


def review_holds(review: "DocumentReview") -> Deadline:
    """The last day of a visit that a review of documents still serves."""
    return within(review.case.cycle, "review_holds", local_date(review.at))


LONGEST_VISIT = 10
"""Working days; a longer visit is a slip of the pen."""


def last_of_all_visits(case: Case, today: date) -> date:
    """The day after which no visit of a case can serve its cycle, however late the case is."""
    ends = exact_months(case.opened_date, case.cycle.validity_months)
    return max(ends, exact_months(notice_of_visit(case, today).date, 6))


def visit_by(case: Case) -> date | None:
    """The day by which the programme has the visit made; None for a case that is in none."""
    day: date | None = case.visit_by_date
    return day


def is_too_long(case: Case, first: date, last: date) -> bool:
    """A visit from the first day to the last takes more working days than any visit does."""
    calendar = calendar_of(case.cycle)
    span = (last - first).days + 1
    if span > LONGEST_VISIT * 7:
        return True
    days = (first + timedelta(days=offset) for offset in range(span))
    return sum(calendar.is_working_day(day) for day in days) > LONGEST_VISIT


def unusual(case: Case, first: date, last: date) -> list[str]:
    """What asks for a reason in the days of a visit, each in a sentence."""
    calendar, limit = calendar_of(case.cycle), visit_by(case)
    words = []
    if any(not calendar.is_working_day(day) for day in {first, last}):
        words.append(_("The visit begins or ends on a day off. Say why, or choose another day."))
    if any(calendar.is_quiet(day) for day in {first, last}):
        words.append(_("The visit lies in a quiet week. Say why, or choose another day."))
    if limit is not None and last > limit:
        late = _("The visit should be made by %(day)s. Say why it is later, or choose another day.")
        words.append(late % {"day": day_in_words(limit)})
    return words


def major_verified_if_as_planned(audit: "Audit") -> Deadline | None:
    """When a major should be verified, if the visit ends on the day planned."""
    end = audit.visit_end_date or audit.visit_date
    return within(audit.case.cycle, "verify_major", end) if end else None


def visit_recorded(process: Process) -> Deadline:
    """The team records its grades within some working days after the last day of the visit."""
    audit = Case.of(process).audit
    return kept(process, "report_visit", cast(date, audit.visit_end_date or audit.visit_date))


def majors_verified(case: Case, key: str) -> Deadline:
    """Target, warning or hard limit for verified majors, from the last day of the visit."""
    return within(case.cycle, key, cast(date, case.audit.visited_date))


def claim_period(process: Process) -> timedelta:
    """How long a claimed audit may lie idle: the working days of the cycle, as a period."""
    day = today(process)
    return within(cycle_of(process), "claim_lease", day).date - day


def comments_end(report: "Report") -> Deadline:
    """The last day to comment on the draft, counted from the day it was sent."""
    return within(report.case.cycle, "comment_report", local_date(cast(datetime, report.sent_at)))
