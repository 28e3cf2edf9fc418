"""Pure: they read a response or the whole plan, and answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.corrective_actions.models import CorrectivePlan, Response


MENDED = ("accepted", "verified")
SETTLED = ("accepted", "verified", "dropped")
NONCONFORMITIES = ("major", "minor")


def is_answered(response: "Response") -> bool:
    """Correction, cause and action are all stated (obligation 39, in part)."""
    texts = (response.correction, response.cause, response.action_said)
    return all(text.strip() for text in texts)


def has_verification(response: "Response") -> bool:
    """It is said how the effect was verified (obligation 41)."""
    return bool(response.verification.strip())


def all_answered(plan: "CorrectivePlan") -> bool:
    """No nonconformity waits for an answer."""
    return not any(r.current_state == "open" for r in plan.responses.all())


def all_assessed(plan: "CorrectivePlan") -> bool:
    """No answer waits for an assessment (obligation 40)."""
    return not any(r.current_state == "answered" for r in plan.responses.all())


def waits_for_verification(response: "Response") -> bool:
    """An accepted major; a minor is verified at the next audit (obligation 43)."""
    return bool(response.finding.grade == "major" and response.current_state == "accepted")


def all_verified_or_returned(plan: "CorrectivePlan") -> bool:
    """Every major is verified, or went back to the municipality."""
    return not any(waits_for_verification(r) for r in plan.responses.all())


def more_is_asked(plan: "CorrectivePlan") -> bool:
    """At least one nonconformity is open again."""
    return any(r.current_state == "open" for r in plan.responses.all())


def no_more_is_asked(plan: "CorrectivePlan") -> bool:
    """Nothing was asked about any answer."""
    return not more_is_asked(plan)


def is_dropped_by(response: "Response") -> bool:
    """The latest visit found no nonconformity where one was to be answered."""
    unsettled = response.current_state in ("open", "answered", "accepted")
    return bool(unsettled and response.finding.grade not in NONCONFORMITIES)


def is_renewed_by(response: "Response", visit: int) -> bool:
    """A new visit found a major again, or a nonconformity where nothing was left to be done.

    Whatever the team did not grade again at that visit stands as it was: also a verified major.
    """
    grade, state = response.finding.grade, response.current_state
    if grade not in NONCONFORMITIES or state == "open":
        return False
    again = response.finding.visit_number == visit
    return bool(state == "dropped" or (again and (grade == "major" or state == "verified")))


def is_unverified_major(response: "Response") -> bool:
    """A major whose action is not shown to work."""
    return bool(response.finding.grade == "major" and response.current_state != "verified")


def has_unverified_major(plan: "CorrectivePlan") -> bool:
    """A major is not verified yet."""
    return any(is_unverified_major(r) for r in plan.responses.select_related("finding"))


def is_settled(plan: "CorrectivePlan") -> bool:
    """Majors verified, minors at least accepted."""
    return not has_unverified_major(plan) and all(
        r.current_state in SETTLED for r in plan.responses.all()
    )
