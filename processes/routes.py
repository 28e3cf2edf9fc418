"""What the flow asks: whose queue, who keeps a task, which way next.

Each function takes the process (queues, keepers) or the activation (ways), reads the case and
answers through the stages' policies.
"""

from typing import Any, cast

from processes import stages
from processes.application import policies as application
from processes.application.models import Agreement
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.report.models import Report
from processes.case.models import Case
from processes.corrective_actions import policies as corrective
from processes.decision.models import Decision
from processes.self_assessment.models import SelfAssessment
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.models import Process


def municipality(process: Process) -> int:
    """The municipality's id."""
    return process.organisation_id


def body(process: Process) -> int:
    """The certification body's id."""
    return Case.of(process).scheme.body_id


def opener(process: Process) -> int | None:
    """The coordinator who opened or last coordinated the case, if they still may."""
    return Case.of(process).coordinator_id


def contributor(process: Process) -> int | None:
    """The colleague who was asked."""
    return cast(int, process.contribution.person_id)


def member(process: Process) -> int | None:
    """The person who is asked to join an audit team."""
    return cast(int, process.team_member.person_id)


def lead(process: Process) -> int | None:
    """The lead auditor."""
    audit: Any = getattr(Case.of(process), "audit", None)
    person = audit.lead if audit else None
    return person.pk if person else None


def _case(activation: Activation) -> Case:
    """The case, its stages read anew: steps before this one changed their rows.

    The row that moves the flow is as new as can be.
    """
    process = activation.process
    case, known = Case.of(process), Case.of(process)._state.fields_cache
    for stage in stages.names("read_anew"):
        if known.get(stage) is not process.mover:
            known.pop(stage, None)
    return case


def is_initial(activation: Activation) -> bool:
    """An initial case begins with an application."""
    return _case(activation).traits.is_applied_for


def assesses_itself(activation: Activation) -> bool:
    """The municipality assesses its own service first; a special audit begins with its lead."""
    return _case(activation).traits.assesses_itself


def is_returned(activation: Activation) -> bool:
    """The application went back."""
    return application.is_returned(_case(activation).application)


def is_accepted(activation: Activation) -> bool:
    """The application was accepted."""
    return application.is_accepted(_case(activation).application)


def is_signed(activation: Activation) -> bool:
    """The agreement was signed, not declined."""
    # It is the row that moves the flow: nothing can be newer.
    return cast(Agreement, activation.process.mover).current_state == "signed"


def is_submitted(activation: Activation) -> bool:
    """The self-assessment was submitted, not sent back."""
    assessment = _case(activation).self_assessment
    return assessment.current_state == SelfAssessment.State.SUBMITTED


def has_team(activation: Activation) -> bool:
    """An audit team already stands, from before a new round of self-assessment."""
    case = _case(activation)
    return hasattr(case, "audit") and case.audit.lead is not None


def is_told(activation: Activation) -> bool:
    """The municipality knows of the case; of an unannounced audit it does not until it is told."""
    return not Case.of(activation.process).concealed


def is_objected(activation: Activation) -> bool:
    """The municipality objects to the team."""
    return _case(activation).audit.current_state == "objected"


def is_team_new(activation: Activation) -> bool:
    """The municipality is to consider somebody in the team."""
    return _case(activation).audit.current_state == "proposed"


def needs_new_team(activation: Activation) -> bool:
    """The objection was upheld, or everybody who was presented has left."""
    return _case(activation).audit.current_state == "unled"


def _member_state(activation: Activation) -> str:
    found = TeamMember.objects.filter(own_process=activation.process)
    return str(found.values_list("state", flat=True).get())


def is_to_be_presented(activation: Activation) -> bool:
    """The member has declared, and the municipality knows the team without that person.

    Not where the team is being composed: then it is presented together.
    """
    return is_told(activation) and _joins_late(activation)


def is_sure(activation: Activation) -> bool:
    """No officer has to confirm the member first, as where the municipality is not asked."""
    return is_told(activation) or not _joins_late(activation)


def _joins_late(activation: Activation) -> bool:
    """The member has declared, and the others in the team are settled already."""
    if _member_state(activation) != "declared":
        return False
    return (
        Audit.objects.filter(team__own_process=activation.process)
        .exclude(state=Audit.State.UNLED)
        .filter(composed_at=None)
        .exists()
    )


def is_member_objected_to(activation: Activation) -> bool:
    """The municipality objects to somebody who joined later."""
    return _member_state(activation) == "objected"


def is_unannounced(activation: Activation) -> bool:
    """The municipality does not know of the case: an officer looks at the team in its place."""
    return not is_told(activation)


def makes_visit(activation: Activation) -> bool:
    """The kind of case is visited; one by document is examined where it lies."""
    return _case(activation).traits.with_visit


def is_reviewed_again(activation: Activation) -> bool:
    """The lead wants the documents reviewed once more before the visit."""
    return _case(activation).audit.current_state == "preparing"


def is_ready(activation: Activation) -> bool:
    """The documents show readiness."""
    return _case(activation).audit.current_state == "ready"


def is_plan_agreed(activation: Activation) -> bool:
    """The municipality agreed to the plan."""
    return _case(activation).audit.current_state == "agreed"


def is_visited(activation: Activation) -> bool:
    """The visit is concluded, not planned anew."""
    return _case(activation).audit.current_state == "visited"


def is_report_sent(activation: Activation) -> bool:
    """The report is with the municipality for comments."""
    latest = _case(activation).audit.reports.order_by("-number").values_list("state", flat=True)
    return bool(latest[0] == "sent")


def has_actions(activation: Activation) -> bool:
    """Something must be corrected, or what an earlier visit found must be brought to its end."""
    case = _case(activation)
    return hasattr(case, "corrective_plan") or case.audit.findings.nonconformities().exists()


def has_lapsed(activation: Activation) -> bool:
    """Majors were not verified within the hard limit."""
    return _case(activation).corrective_plan.current_state == "lapsed"


def has_stopped(activation: Activation) -> bool:
    """The answers are not worked on as before: the time is over, or the report was corrected."""
    return _case(activation).corrective_plan.current_state in ("lapsed", "revised")


def is_revised(activation: Activation) -> bool:
    """The report was corrected while its nonconformities were worked on."""
    return _case(activation).corrective_plan.current_state == "revised"


def is_answering(activation: Activation) -> bool:
    """The municipality is to answer again."""
    return _case(activation).corrective_plan.current_state == "answering"


def is_assessing(activation: Activation) -> bool:
    """The lead is to assess answers that were sent before."""
    return _case(activation).corrective_plan.current_state == "assessing"


def is_verifying(activation: Activation) -> bool:
    """The lead is to verify majors."""
    return _case(activation).corrective_plan.current_state == "verifying"


def has_unverified_major(activation: Activation) -> bool:
    """A major remains to be verified."""
    return corrective.has_unverified_major(_case(activation).corrective_plan)


def _decision(activation: Activation) -> tuple[str, str]:
    """The state of the latest decision, and of whom more was asked if it was deferred."""
    decisions = Decision.objects.filter(case=Case.of(activation.process)).order_by("-number")
    [latest] = decisions.values_list("state", "asked_of")[:1]
    return latest


def is_granted(activation: Activation) -> bool:
    """The latest decision gives what was asked."""
    return _decision(activation)[0] in ("granted", "settled")


def is_outdated(activation: Activation) -> bool:
    """The report was corrected before anybody decided."""
    return _decision(activation)[0] == "outdated"


def is_report_newer(activation: Activation) -> bool:
    """The report was corrected since the latest basis was frozen."""
    locked = Report.objects.filter(audit__case=Case.of(activation.process), state="locked")
    frozen = Decision.objects.filter(case=Case.of(activation.process)).order_by("-number")
    numbers = locked.order_by("-number").values_list("number", flat=True)
    return bool(numbers) and frozen.values_list("basis__report", flat=True)[0] != numbers[0]


def is_deferred(activation: Activation) -> bool:
    """The latest decision asks for more."""
    return _decision(activation)[0] == "deferred"


def is_report_asked_for(activation: Activation) -> bool:
    """The latest decision asks for a corrected report."""
    return _decision(activation) == ("deferred", "report")


def is_asked_of_municipality(activation: Activation) -> bool:
    """The latest decision asks the municipality for more."""
    return _decision(activation) == ("deferred", "municipality")


def close_declined(activation: Activation) -> None:
    """Close the case of a declined application."""
    at = activation.process.moment
    perform(_case(activation).decline, by=None, at=at, moment=at)


def close_unsigned(activation: Activation) -> None:
    """Close the case of an agreement that the municipality declined."""
    at, reasons = activation.process.moment, cast(Agreement, activation.process.mover).reasons
    perform(_case(activation).leave, by=None, at=at, moment=at, reasons=reasons)


def close_refused(activation: Activation) -> None:
    """Close a refused case."""
    at = activation.process.moment
    perform(_case(activation).refuse, by=None, at=at, moment=at)
