"""A case that ended wrongly is not revived: a new one begins where it ended, with what it said."""

from datetime import datetime

from processes.application import extras, policies
from processes.application.actions import accept
from processes.application.models import Application
from processes.case import actions as case_actions
from processes.case.models import Case
from workflow.engine.transitions import perform

CARRIED = (
    *("scope", "sites", "contact_name", "contact_email", "contact_phone", "consultancy"),
    *("enough_information", "body_is_competent", "no_conflict_of_interest"),
)
"""What an application says, and what was found in its review."""


def begin_anew(case: Case, *, at: datetime) -> Case | None:
    """A new case after one that was declined or closed; None where none can begin now.

    Sent already, it waits for its review; accepted already, for the agreement to be signed: that
    of a case ends with the case. What came after is offered from there, as earlier answers are.
    """
    old = Application.objects.filter(case=case).first()
    if old is None or not case.traits.is_applied_for or case.certification.cases.alone().exists():
        return None
    opening = case_actions.Opening(case.kind, previous=case, coordinator=case.coordinator)
    new = case_actions.create(case.certification, opening, by=None, at=at)
    application = Application(case=new, **{name: getattr(old, name) for name in CARRIED})
    if old.current_state == Application.State.DECLINED:
        application.enough_information = application.body_is_competent = None
        application.no_conflict_of_interest = None
    application.save()
    case_actions.set_off(new, at=at)
    if old.current_state == Application.State.DRAFT or not _is_whole(application):
        return new
    perform(application.submit, by=None, at=at, moment=at)
    if old.current_state == Application.State.ACCEPTED and policies.is_reviewed(application):
        accept(application, by=None, at=at)
    return new


def _is_whole(application: Application) -> bool:
    return bool(policies.is_complete(application) and extras.is_told(application))
