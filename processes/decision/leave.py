"""Who may decide what has no step of its own."""

from typing import Any

from processes.case.models import Case
from workflow.engine.transitions import held_by
from workflow.models import Task
from workflow.queues import exclusions


def _reviews(decision: Any, person: Any) -> bool:
    """The person had the task to decide an appeal from outside the body."""
    if not decision.traits.on_appeal:
        return False
    theirs = Task.objects.filter(owner=person, role=decision.traits.who_decides)
    cases = Case.objects.filter(certification=decision.certification_id)
    return theirs.filter(
        process__chain__in=cases.values("main_process__chain"), organisation__kind="review"
    ).exists()


def decides(decision: Any, person: Any) -> bool:
    """The person decides such a thing, and nothing keeps them from a case it rests on.

    In a case its task asks that; without one all cases of the certification are asked in one go.
    """
    role = decision.traits.who_decides
    if not held_by(role)(decision, person) and not _reviews(decision, person):
        return False
    if decision.case_id is not None:
        return True
    away = exclusions.processes(person.pk, role)
    return not Case.objects.filter(
        certification=decision.certification_id, main_process__in=away
    ).exists()
