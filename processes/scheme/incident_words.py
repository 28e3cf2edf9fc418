"""Incidents in words: which case and whose, what was to happen, and what a person can do."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflow.models import Task, Timer

TO_HAPPEN: dict[tuple[str, str], str | Promise] = {
    ("workflow.task", "remind"): _("Remind of a task"),
    ("workflow.task", "lapse"): _("End a case that has been left lying"),
    ("workflow.task", "warn_of_lapse"): _("Warn that a case will lapse"),
    ("processes.membership", "return_work"): _("Hand back the work of a role that has ended"),
    ("processes.person", "reconsider"): _("Ask anew whose cases somebody may see"),
    ("processes.audit", "stand"): _("Let the proposed team stand when nobody objects"),
    ("processes.teammember", "stand"): _("Let a new member of the team stay when nobody objects"),
    ("processes.report", "pass_uncommented"): _("Go on when nobody comments on the report"),
    ("processes.amendment", "pass_uncommented"): _("Go on when nobody comments on a correction"),
    ("processes.correctiveplan", "warn"): _("Warn that the time for corrections is running out"),
    ("processes.correctiveplan", "lapse"): _("End corrections whose time is over"),
    ("processes.correctiveplan", "worsen"): _("Make unanswered minor nonconformities major"),
    ("processes.programmeitem", "open"): _("Open a follow-up or renewal"),
    ("processes.programmeitem", "near"): _("Tell officer and lead of a hard date"),
    ("processes.programmeitem", "miss"): _("Tell that a follow-up has not been done in time"),
    ("processes.certificate", "expire"): _("End a certificate whose time is over"),
    ("processes.certificate", "lose"): _("Close the time in which a certificate can be restored"),
    ("processes.certificate", "near_limit"): _("Tell that the limit of a suspension comes near"),
    ("processes.proposal", "pass_unanswered"): _("Go on when nobody answers a proposal"),
    ("processes.material", "pass_without_comment"): _("Go on when nobody comments on material"),
    ("processes.parking", "resume"): _("Let a case that rests go on"),
    ("processes.extension", "fall_away"): _("Close a wish for more time whose task is done"),
    ("processes.specialaudit", "announce"): _("Tell the municipality of an unannounced audit"),
    ("processes.complaint", "tell_progress"): _("Tell how far a complaint has come"),
    ("processes.complaint", "pass_unreplied"): _("Go on when nobody answers a complaint"),
    ("processes.appeal", "tell_appeal_progress"): _("Tell how far an appeal has come"),
    ("processes.appeal", "pass_unconfirmed"): _("Go on when no signatory stands by an appeal"),
    ("processes.markdemand", "leave_unanswered"): _(
        "Go on when nobody answers a demand about the mark"
    ),
}
"""For every promise of the system; a test finds one that has no words."""

SKIPPED: dict[tuple[str, str], str | Promise] = {
    ("workflow.task", "remind"): _("Nobody is reminded of the task again. It stays in the inbox."),
    ("workflow.task", "lapse"): _("The case goes on. An officer can close it."),
    ("workflow.task", "warn_of_lapse"): _("Nobody is warned. The case lapses on its day."),
    ("processes.audit", "stand"): _("The municipality must accept the team, or object to it."),
    ("processes.teammember", "stand"): _("The municipality must accept the person, or object."),
    ("processes.report", "pass_uncommented"): _("The municipality must answer the report."),
    ("processes.amendment", "pass_uncommented"): _("The municipality must answer the correction."),
    ("processes.correctiveplan", "warn"): _("Nobody is warned. The time runs out on its day."),
    ("processes.correctiveplan", "lapse"): _(
        "The corrections go on. An officer can close the case."
    ),
    ("processes.correctiveplan", "worsen"): _("They stay minor. The municipality must answer."),
    ("processes.programmeitem", "near"): _("Nobody is told. The date stays as it is."),
    ("processes.programmeitem", "miss"): _("Nobody is told. The case goes on."),
    ("processes.certificate", "lose"): _(
        "A renewal that is open goes on. An officer can close it."
    ),
    ("processes.proposal", "pass_unanswered"): _("The municipality must answer the proposal."),
    ("processes.material", "pass_without_comment"): _("The municipality must answer the material."),
    ("processes.parking", "resume"): _("The case rests on. An officer can let it go on."),
    ("processes.specialaudit", "announce"): _("The lead or an officer tells the municipality."),
    ("processes.extension", "fall_away"): _("Whoever is to answer finds that the task is done."),
}
"""What is then, if a promise is given up. One that is not here is needed, and cannot be skipped."""

OUTSIDE = ("OperationalError", "InterfaceError", "OSError", "ConnectionError", "TimeoutError")
"""Faults that are of the machine and not of the case, and pass."""

WAYS = ("case", "audit", "plan", "assessment", "certificate", "programme")
"""From a row of a stage to its case, the nearest first."""

TRY = _(
    "The machine or the database was away. Try again. "
    "If it comes back, ask those who run the system."
)
ASK = _(
    "Open the case and see whether something is missing or odd there. Put it right and try again. "
    "If it comes back, send the line “What went wrong” to those who run the system."
)


@dataclass(frozen=True)
class Line:
    """One incident as a reader sees it."""

    timer: Timer
    to_happen: str | Promise
    task: str
    """The task it was about, if it was about one."""
    case: Any
    place: str
    url: str
    to_do: str | Promise
    skipped: str | Promise | None
    """What is then, if it is skipped; None where it cannot be."""


def line(timer: Timer) -> Line:
    """An incident in words; of what belongs to no case the place is the row itself."""
    case = case_of(timer.subject)
    return Line(
        timer=timer,
        to_happen=TO_HAPPEN.get(_key(timer), timer.step),
        task=timer.subject.title if isinstance(timer.subject, Task) else "",
        case=case,
        place=str(case.organisation.name) if case else str(timer.subject or ""),
        url=reverse("case", kwargs={"number": case.number}) if case else "",
        to_do=TRY if timer.error.startswith(OUTSIDE) else ASK,
        skipped=skipped(timer),
    )


def skipped(timer: Timer) -> str | Promise | None:
    """What is then, if the promise is given up; None where something would stand still."""
    return SKIPPED.get(_key(timer))


def _key(timer: Timer) -> tuple[str, str]:
    return f"{timer.subject_type.app_label}.{timer.subject_type.model}", timer.step


def case_of(subject: Any) -> Any:
    """The case that a row belongs to, if it belongs to one."""
    if isinstance(subject, Task):
        return case_of(subject.process.subject)
    if subject is None or subject._meta.label_lower == "processes.case":
        return subject
    for way in WAYS:
        if (nearer := getattr(subject, way, None)) is not None:
            return case_of(nearer)
    return None
