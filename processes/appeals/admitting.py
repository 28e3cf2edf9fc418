"""What comes before an appeal is looked into: whether somebody stands by it, and whether it may be.

And what comes after it was decided, or while it is waited for: the municipality hears how far it
is, takes it back, or is told what was put right.
"""

from datetime import datetime

from django.db import transaction

from processes.appeals import progress
from processes.appeals.basis import against_of
from processes.appeals.deadlines import progress_due
from processes.appeals.effects import resume
from processes.appeals.models import Appeal
from processes.case.models import Certification
from processes.organisations.models import Person
from processes.sanctions.basis import latest
from workflow import acts
from workflow.engine import locking
from workflow.engine.transitions import perform
from workflow.models.promises import keeps


def stand_by(made: Appeal, *, by: Person, at: datetime) -> None:
    """A signatory says that the municipality appeals."""
    perform(made.stand_by, by=by, at=at, person=by, moment=at)


def disown(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """A signatory says that the municipality does not appeal; why need not be said."""
    perform(made.disown, by=by, at=at, because=text, person=by, moment=at, text=text)


def admit(made: Appeal, *, by: Person, at: datetime) -> None:
    """Take it up: whoever does looks into it."""
    perform(made.admit_appeal, by=by, at=at, person=by, moment=at)


def dismiss(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Do not look into it, with reasons: it came too late, or from nobody who may appeal."""
    perform(made.dismiss_inadmissible, by=by, at=at, because=text, person=by, moment=at, text=text)


def put_right(made: Appeal, text: str, *, by: Person, at: datetime) -> None:
    """Say what was done about what was wrong."""
    perform(made.put_right, by=by, at=at, because=text, moment=at, text=text)


@acts.one()
@transaction.atomic
def recall(made: Appeal, *, by: Person, at: datetime) -> None:
    """The municipality no longer wants an answer; a suspension that rested goes on."""
    locked(made, at)
    perform(made.recall_appeal, by=by, at=at, moment=at)
    end_stay(made, at)


def locked(made: Appeal, at: datetime) -> None:
    """Let nobody else decide about the certification, or move the appeal, until this is done."""
    Certification.objects.select_for_update(no_key=True).get(pk=made.case.certification_id)
    if made.own_process_id is not None:
        locking.lock(made.own_process_id, at)


def end_stay(made: Appeal, at: datetime) -> None:
    """Let a suspension that rested until the appeal is decided go on."""
    if made.stay_limit is not None:
        resume(latest(made.case.certification), against_of(made), made.stay_limit, at=at)


@keeps("processes.appeal", "tell_appeal_progress")
def tell_progress(made: Appeal, *, at: datetime) -> None:
    """Tell the municipality how far it is, and again as long as it is not answered."""
    progress.tell(made, made.tell_appeal_progress, progress_due, at=at)
