"""Who leaves a team unforeseen leaves a place: the officer is asked who takes it, if anybody."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.policies import is_missed
from processes.audit.team.vacancy_models import Vacancy
from workflow import trail
from workflow.engine import execution
from workflow.engine.transitions import perform

if TYPE_CHECKING:
    from processes.case.models import Case


FLOW = "processes/flows.vacancy.VacancyFlow"


def put(audit: Audit, gone: Iterable[TeamMember], *, at: datetime) -> None:
    """Ask the officer about the places of those ``gone``, while the team still has its work."""
    if not is_missed(audit):
        return
    for member in gone:
        vacancy = Vacancy(audit=audit, member=member, opened_at=at)
        vacancy.own_process = _process(audit.case, at)
        vacancy.save()
        trail.record(trail.Event(subject=vacancy, step="put", by=None, at=at))
        execution.start(vacancy.own_process, at=at)


def _process(case: "Case", at: datetime) -> Any:
    return execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )


def settle(audit: Audit, *, at: datetime, leads: bool | None = None) -> None:
    """Ask no longer: the places are taken, or the team is composed anew, or its work is done.

    ``leads``: only about the place of a lead, or only about those of others.
    """
    waiting = audit.vacancies.filter(state=Vacancy.State.OPEN)
    for vacancy in waiting if leads is None else waiting.filter(member__leads=leads):
        perform(vacancy.settle, by=None, at=at, moment=at)
