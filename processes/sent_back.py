"""Why a task came back, in the words of whoever sent it: what the flow says of its tasks."""

from processes.case.models import Case
from processes.corrective_actions.models import Remark, Response
from workflow.models import Process


def to_complete(process: Process) -> str:
    """What is missing in the application."""
    return str(Case.of(process).application.reasons)


def to_assess_more(process: Process) -> str:
    """What the signatory or the audit team wants of the self-assessment."""
    return str(Case.of(process).self_assessment.remarks)


def to_plan_anew(process: Process) -> str:
    """What is to be otherwise about the visit."""
    return str(Case.of(process).audit.plan_remarks)


def for_new_team(process: Process) -> str:
    """Why the team could not stay."""
    return str(Case.of(process).audit.objection_answer)


def to_answer_more(process: Process) -> str:
    """The last word about each nonconformity that is to be answered again."""
    asked = Remark.objects.filter(
        response__plan__case=Case.of(process), response__state=Response.State.OPEN
    ).select_related("response__finding__criterion")
    last = {one.response_id: one for one in asked.order_by("pk")}
    return "\n\n".join(
        f"{one.response.finding.criterion.code}: {one.text}" for one in last.values()
    )
