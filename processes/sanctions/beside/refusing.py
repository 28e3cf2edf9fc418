"""A surveillance is refused in the act that suspends or withdraws: one hearing, one page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from processes.case.actions import claim
from processes.case.models import Case
from processes.decision import actions as decisions
from processes.decision.models import Decision
from processes.decision.policies import may_refuse, open_gates
from processes.organisations.models import Person
from processes.sanctions.grounds import Kind
from workflow.engine import locking
from workflow.exceptions import Refused

CLOSING = (Kind.WITHDRAW, Kind.END)
"""What closes the cases that run for the certificate."""


def refusable(certification: int) -> Case | None:
    """The surveillance of a certification that waits for a decision and does not meet its gates."""
    waiting = Decision.objects.filter(
        certification=certification, case__state=Case.State.RUNNING, state=Decision.State.PENDING
    )
    for decision in waiting.select_related("case"):
        case = decision.its_case
        if case.traits.is_owed and not case.traits.may_run_beside and may_refuse(decision):
            return case
    return None


def required(case: Case | None, certification: int) -> Case | None:
    """The case that is to be refused, or None. Raises Refused where it cannot be refused."""
    if case is not None and refusable(certification) != case:
        raise Refused(
            _("The surveillance does not wait to be refused: see how it stands."),
            code="not_refusable",
        )
    return case


def frozen(case: Case | None) -> dict[str, Any]:
    """What is frozen of a case that is to be refused; nothing where none is."""
    if case is None:
        return {}
    decision = case.decisions.latest("number")
    said = {
        "case": case.number,
        "state": decision.current_state,
        "sha256": decision.basis_sha256,
        "unmet": list(open_gates(decision)),
    }
    return {"refuses": said}


def lock_running(proposal: Any, at: datetime) -> None:
    """Lock what is ended before the case that issued, as whoever works in one of them does."""
    if proposal.kind not in CLOSING and proposal.refuses_id is None:
        return
    running = Case.objects.filter(certification=proposal.certification_id, state=Case.State.RUNNING)
    for process in running.order_by("pk").values_list("main_process", flat=True):
        locking.lock(process or 0, at)


def refuse(case: Case | None, reasons: str, *, by: Person, at: datetime) -> None:
    """Refuse the surveillance, if one is to be; whoever has declared for the room has for it.

    Raises Refused where it cannot be refused any more, Conflict where somebody else has its task.
    """
    if case is None:
        return
    required(case, case.certification_id)
    decision = case.decisions.latest("number")
    task = locking.find(decision.refuse, by=by, at=at).task
    if task is not None and task.owner_id is None:
        claim(task, by=by, at=at, declared=True)
    decisions.refuse(decision, reasons, by=by, at=at)
