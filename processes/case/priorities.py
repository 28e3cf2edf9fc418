"""Which task goes first: who may say so, for one task or for several."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.case.reader import Reader
from processes.roles import Role
from workflow import queues
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Task
from workflow.roles import Grant
from workflow.sweep import attendance


def oversees(case: Case, reader: Reader) -> bool:
    """An officer of the scheme's body answers for who works on its cases, and in which order.

    While none is there who may, an administrator does.
    """
    if _may_as(Role.OFFICER, case, reader):
        return True
    return _may_as(Role.ADMINISTRATOR, case, reader) and not _has_officer(case, reader)


def _may_as(role: Role, case: Case, reader: Reader) -> bool:
    """The reader holds the role at the scheme's body, and is not excluded from the case in it."""
    if case.main_process is None:
        return False
    queue = Grant(role, case.certification.scheme.body_id)
    return queues.may_act(reader.grants, reader.person, queue, case.main_process)


def _has_officer(case: Case, reader: Reader) -> bool:
    task = Task(
        role=Role.OFFICER,
        organisation_id=case.certification.scheme.body_id,
        process_id=case.main_process_id,
    )
    return attendance.is_attended(task, reader.today)


def may_prioritise(task: Task, case: Case | None, reader: Reader) -> bool:
    """The officer of the scheme's body, and those whose queue it is; without a case the latter."""
    overseen = case is not None and oversees(case, reader)
    return overseen or queues.may_take(task, reader.person, reader.today)


def may_give(task: Task, case: Case | None, reader: Reader) -> bool:
    """Those whose queue it is; of what is the body's to do, also who oversees the case."""
    if case is None:
        return queues.may_take(task, reader.person, reader.today)
    is_of_body = task.organisation_id == case.certification.scheme.body_id
    if is_of_body and oversees(case, reader):
        return True
    return queues.may_take(task, reader.person, reader.today)


def prioritise(task: Task, priority: int, *, reader: Reader, because: str) -> None:
    """Give a task another priority; the trail says why. The same once more changes nothing.

    Raises NotPermitted, or Conflict if the task is done or somebody moved it meanwhile.
    """
    case = Case.of(task.process) if Case.key_of(task.process) else None
    if not may_prioritise(task, case, reader):
        raise NotPermitted(
            _("Your role does not decide the order of this task."), code="role_no_priority"
        )
    if task.priority != priority:
        queues.prioritise(task, priority, by=reader.person, at=reader.at, because=because)


def prioritise_all(
    tasks: Iterable[Task], priority: int, *, reader: Reader, because: str
) -> list[str]:
    """Give several the same; what could not be changed is told in words, the rest is done."""
    refusals = []
    for task in tasks:
        try:
            prioritise(task, priority, reader=reader, because=because)
        except Refused as refused:
            refusals.append(f"{task.process.business_key}: {refused.message}")
    return refusals
