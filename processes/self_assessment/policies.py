"""Pure: they read a self-assessment, and answer."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processes.self_assessment.models import SelfAssessment


def is_answered(answer: Any) -> bool:
    """A level with a motivation, and what was carried over is confirmed."""
    return (
        answer.level is not None and bool(answer.motivation.strip()) and not answer.to_be_confirmed
    )


def status(answer: Any) -> str:
    """Not started, started, to be confirmed (carried over from last cycle) or done."""
    if answer.to_be_confirmed:
        return "to_confirm"
    if is_answered(answer):
        return "done"
    return "started" if answer.level is not None or answer.motivation.strip() else "not_started"


def is_complete(assessment: "SelfAssessment") -> bool:
    """Every criterion is answered."""
    return all(is_answered(answer) for answer in assessment.answers.all())


def nobody_is_writing(assessment: "SelfAssessment") -> bool:
    """No contribution is still asked for."""
    return all(one.current_state != "asked" for one in assessment.contributions.all())
