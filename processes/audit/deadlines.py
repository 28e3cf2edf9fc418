"""Periods of time of the audit."""

from datetime import date
from typing import Any

from processes.case.deadlines import calendar_of, cycle_of, today, within
from workflow.calendar import Deadline, local_date


def objection_ends(audit: Any) -> Deadline:
    """The last day to object to the team, counted from the day it was presented."""
    return within(audit.case.cycle, "object_to_team", local_date(audit.proposed_at))


def earliest_visit(case: Any, sent: date) -> Deadline:
    """The first day the visit may begin: so long after the plan is sent, outside quiet weeks."""
    return calendar_of(case.cycle).visit_from(notice_of_visit(case, sent))


def notice_of_visit(case: Any, sent: date) -> Deadline:
    """The day before which no visit begins, quiet weeks or not: the plan is sent well before."""
    return within(case.cycle, "plan_before_visit", sent)


def major_verified_if_as_planned(audit: Any) -> Deadline | None:
    """When a major should be verified, if the visit ends on the day planned."""
    end = audit.visit_end_date or audit.visit_date
    return within(audit.case.cycle, "verify_major", end) if end else None


def visit_recorded(process: Any) -> Deadline:
    """The team records its grades within some working days after the last day of the visit."""
    audit = process.subject.audit
    return within(process.subject.cycle, "report_visit", audit.visit_end_date or audit.visit_date)


def majors_verified(case: Any, key: str) -> Deadline:
    """Target, warning or hard limit for verified majors, from the last day of the visit."""
    return within(case.cycle, key, case.audit.visited_date)


def claim_period(process: Any) -> Any:
    """How long a claimed audit may lie idle: the working days of the cycle, as a period."""
    day = today(process)
    return within(cycle_of(process), "claim_lease", day).date - day


def comments_end(report: Any) -> Deadline:
    """The last day to comment on the draft, counted from the day it was sent."""
    return within(report.case.cycle, "comment_report", local_date(report.sent_at))
