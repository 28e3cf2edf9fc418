"""Changes of the corrective actions stage."""

from datetime import datetime
from typing import Any

from django.db import transaction

from processes.case.models import Case
from processes.corrective_actions.models import CorrectivePlan, Remark, Response
from workflow import timers
from workflow.transitions import perform


def prepare(activation: Any) -> None:
    """Open a response for every nonconformity; after a new visit, for the new ones."""
    at = activation.process.moment
    case = Case.objects.get(pk=activation.process.subject_id)
    plan, new = CorrectivePlan.objects.get_or_create(case=case)
    for finding in case.audit.findings.nonconformities().filter(response=None):
        Response.objects.create(plan=plan, finding=finding)
    if new:
        timers.begin(plan, at=at)
    else:
        perform(plan.reopen, by=None, at=at)


def ask_more(response: Response, text: str, *, by: Any, at: datetime) -> None:
    """Say what is missing and open the response again."""
    with transaction.atomic():
        Remark.objects.create(response=response, text=text, by=by, at=at)
        perform(response.ask_more, by=by, at=at, because=text)


def find_ineffective(response: Response, text: str, *, by: Any, at: datetime) -> None:
    """Say why the action did not work and open the response again."""
    with transaction.atomic():
        Remark.objects.create(response=response, text=text, by=by, at=at)
        perform(response.find_ineffective, by=by, at=at, because=text)


def close(activation: Any) -> None:
    """Close a plan without majors once every answer is accepted."""
    case = Case.objects.get(pk=activation.process.subject_id)
    perform(case.corrective_plan.close, by=None, at=activation.process.moment)
