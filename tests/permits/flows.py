from typing import Any

from viewflow import this
from viewflow.workflow import flow

from processes.roles import Role
from tests.permits import lapsing, views
from workflow.api import Deadline, Process, RowLock, Task, Work, started
from workflow.calendar import WorkingCalendar, local_date


def asks(process: Process) -> int:
    return process.organisation_id


def answers(process: Any) -> int:
    office: int = process.subject.office_id
    return office


def ten_days(process: Any) -> Deadline:
    return WorkingCalendar().add_working_days(local_date(process.moment), 10, "permit")


def ladder(process: Process) -> list[int]:
    return [-3, 1]


class PermitFlow(flow.Flow):
    """A municipality asks for a permit, an office answers."""

    process_class = Process
    task_class = Task
    process_title = "Permit"
    lock_impl = RowLock()
    reminder_ladder = staticmethod(ladder)
    ends_with = ()

    start = flow.StartHandle(started).Next(this.ask)
    ask = (
        Work(views.ask)
        .Role(Role.COORDINATOR, at=asks)
        .Limit(ten_days)
        .Lapses(lapsing.last_day, warns=lapsing.warn, ends=lapsing.forget)
        .Steps("permits.permit.send")
        .Annotation(title="Ask for the permit")
        .Next(this.answer)
    )
    answer = (
        Work(views.answer)
        .Role(Role.OFFICER, at=answers)
        .Limit(ten_days)
        .Steps("permits.permit.grant", "permits.permit.refuse")
        .Annotation(title="Answer the permit")
        .Next(this.end)
    )
    end = flow.End()
