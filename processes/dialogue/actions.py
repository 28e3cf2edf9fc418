"""A message is written: with its files, once, and in the trail by its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.case.models import Case, Evidence
from processes.case.reader import Reader
from processes.case.sides import is_inside, serves, speaks
from processes.dialogue.models import CaseMessage
from processes.evidence import actions as evidence
from processes.evidence import files as evidence_files
from processes.organisations.models import Person
from processes.roles import Role
from workflow import trail
from workflow.engine import locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

Kind = CaseMessage.Kind
TWICE = timedelta(minutes=10)
"""The same words of the same person within this time are a second press of the button."""


@dataclass(frozen=True)
class Said:
    """What somebody writes. ``sender`` and ``received``: of a letter, from whom and when."""

    kind: str
    text: str
    files: Sequence[Any] = ()
    internal: bool = False
    sender: str = ""
    received: date | None = None


def kinds_for(case: Case, reader: Reader) -> list[str]:
    """What the reader may write in a case. Whoever stands on both sides writes for their own."""
    if case.is_unsent:
        return []
    if is_inside(case, reader):
        return [Kind.TO_BODY] if speaks(case, reader) else []
    if not serves(case, reader, Role.OFFICER, Role.AUDITOR):
        return []
    letters = [Kind.LETTER] if serves(case, reader, Role.OFFICER) else []
    # What the municipality does not know of, nobody writes to it about.
    return [*([] if case.concealed else [Kind.TO_MUNICIPALITY]), Kind.NOTE, *letters]


def visible_to(case: Case, reader: Reader) -> models.QuerySet[CaseMessage]:
    """What the reader reads of what is written in a case that they see."""
    sent = CaseMessage.objects.filter(case=case, state=CaseMessage.State.SENT)
    if is_inside(case, reader) or not serves(case, reader):
        sent = sent.filter(internal=False)
    return sent


@transaction.atomic
def write(case: Case, said: Said, *, by: Person, at: datetime) -> CaseMessage:
    """Write a message, a note or a letter with its files; who is to hear is told that it came.

    Raises Refused for a file that is not kept, and NotPermitted.
    """
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)
    if case.is_unsent:
        raise Refused(_("Nobody else sees a draft: send it first."), code="draft_unseen")
    internal = said.internal or said.kind == Kind.NOTE
    same = CaseMessage.objects.filter(case=case, by=by, kind=said.kind, text=said.text)
    again = same.filter(written_at__gt=at - TWICE, state=CaseMessage.State.SENT).first()
    if again is not None:
        return again
    last = CaseMessage.objects.filter(case=case).aggregate(last=models.Max("number"))["last"]
    made = CaseMessage.objects.create(
        case=case,
        number=(last or 0) + 1,
        kind=said.kind,
        internal=internal,
        text=said.text,
        sender=said.sender,
        received_date=said.received,
        by=by,
        written_at=at,
    )
    made.files.set([_kept(made, file, by=by, at=at) for file in said.files])
    perform(_step(made), by=by, at=at)
    return made


def _step(made: CaseMessage) -> Any:
    """The step by which it is sent."""
    if made.kind == Kind.LETTER:
        return made.register_inside if made.internal else made.register_letter
    steps = {
        Kind.TO_BODY: made.send_to_body,
        Kind.TO_MUNICIPALITY: made.send_to_municipality,
        Kind.NOTE: made.note,
    }
    return steps[Kind(made.kind)]


def _kept(made: CaseMessage, file: Any, *, by: Person, at: datetime) -> Evidence:
    """A file of a message: kept as evidence is, and seen by whoever reads the message."""
    upload = evidence.Upload(
        evidence_files.title_of(file.name),
        file,
        kept_back=made.internal,
        by_body=made.kind != Kind.TO_BODY,
    )
    kept = evidence.keep(made.case, upload, by=by, at=at)
    kept.save()
    step = "attach_inside" if made.internal else "attach"
    rows, data = (kept,), {"evidence": kept.pk}
    trail.record(trail.Event(subject=made, step=step, by=by, at=at, data=data, rows=rows))
    return kept
