"""Evidence of a case: who sees it, how it is added, shared and removed. Only a draft is erased."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.case.models import Case, Evidence
from processes.case.reader import Reader
from processes.case.sides import is_inside, serves
from processes.evidence import files as evidence_files
from processes.evidence import store as evidence_store
from processes.organisations.models import Person
from processes.roles import Role
from workflow import trail
from workflow.engine import locking
from workflow.exceptions import Conflict, NotPermitted, Refused

Rows = models.QuerySet[Evidence]


@dataclass(frozen=True)
class Upload:
    """A file or a link with what it shows. ``kept_back``: only the own side sees it for now."""

    title: str
    file: Any = None
    link: str = ""
    kept_back: bool = False
    by_body: bool = False


def is_of_body(case: Case, reader: Reader) -> bool:
    """The reader works on cases at the scheme's certification body, and on this one."""
    return serves(case, reader, Role.OFFICER, Role.AUDITOR)


def may_add(case: Case, reader: Reader) -> bool:
    """The municipality's people; officers and auditors of the scheme's body."""
    return case.is_running and (is_of_body(case, reader) or is_inside(case, reader))


def visible_to(case: Case, reader: Reader) -> Rows:
    """The evidence of a case the reader may see: shared, or added by their own side."""
    own = models.Q(by_body=not is_inside(case, reader))
    rows = Evidence.objects.filter(case=case, removed_at=None)
    return rows.filter(models.Q(shared_at__isnull=False) | own).order_by("added_at", "pk")


def add(case: Case, upload: Upload, *, by: Person, at: datetime) -> Evidence:
    """Keep a file or a link with the case itself. Raises Refused with words for the person."""
    kept = keep(case, upload, by=by, at=at)
    with transaction.atomic():
        if case.main_process_id is not None:
            locking.lock(case.main_process_id, at)
        free = Evidence.objects.filter(case=case, answers=None, responses=None)
        return enter(kept, free.filter(shared_at__isnull=upload.kept_back))


def keep(case: Case, upload: Upload, *, by: Person, at: datetime) -> Evidence:
    """A row that is not written yet; its file is checked and on the disk. Raises Refused."""
    evidence = Evidence(
        case=case,
        title=upload.title,
        link=upload.link,
        added_by=by,
        added_at=at,
        by_body=upload.by_body,
        shared_at=None if upload.kept_back else at,
    )
    if upload.file is not None:
        kind = check(upload.file)
        evidence.filename = evidence_files.label_of(upload.file.name)
        evidence.content_type = kind.content_type
        evidence_store.keep(evidence, upload.file)
    return evidence


def enter(kept: Evidence, among: Rows) -> Evidence:
    """Write the row with its trail entry, in the case's transaction.

    What the person has sent ``among`` these before is what they send again by a second press.
    """
    same = {name: getattr(kept, name) for name in SAID}
    if again := among.filter(removed_at=None, **same).first():
        return again
    kept.save()
    _record(kept, "add_evidence", by=kept.added_by, at=kept.added_at)
    return kept


SAID = ("title", "filename", "sha256", "link", "added_by")


def check(file: Any) -> evidence_files.Kind:
    """The kind of an uploaded file. Raises Refused if it is too large or not what it should be."""
    if file.size > settings.EVIDENCE_MAX_BYTES:
        most = settings.EVIDENCE_MAX_BYTES // 1024**2
        raise Refused(
            _("The file is too large. It may be at most %(most)s MB.") % {"most": most},
            code="file_too_large",
        )
    return evidence_files.kind_of(file.name, file)


def kept_back(**of: Any) -> Rows:
    """What the other side does not see yet."""
    return Evidence.objects.filter(removed_at=None, shared_at=None, **of)


def share(some: Rows, *, at: datetime) -> None:
    """Let the other side see what was kept back: it has been handed in."""
    if keys := list(some.values_list("pk", flat=True)):
        kept_back(pk__in=keys).update(shared_at=at)


def may_remove(evidence: Evidence, reader: Reader) -> bool:
    """The municipality what it has not handed in; the body its own attachments, while it works."""
    if not evidence.by_body:
        return evidence.shared_at is None and is_inside(evidence.case, reader)
    if any(evidence.messages.all()):
        return False  # what was sent was sent
    return evidence.case.is_running and is_of_body(evidence.case, reader)


def erase(case: Case, *, by: Person | None, at: datetime) -> None:
    """Delete all evidence of a case, with its files: for a draft that was never sent."""
    rows = Evidence.objects.filter(case=case)
    erased = tuple(rows)
    files = {str(evidence.file.name) for evidence in erased if evidence.file}
    if erased:
        event = trail.Event(subject=case, step="erase_evidence", by=by, at=at, gone=erased)
        trail.record(event)
    rows.delete()
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name))


def remove(evidence: Evidence, *, by: Reader) -> None:
    """Take back evidence of the own side. Marked, never deleted; the trail says who did."""
    if evidence.shared_at is not None and not evidence.by_body:
        raise Refused(
            _("The evidence is part of what was handed in and cannot be removed."),
            code="evidence_handed_in",
        )
    if not may_remove(evidence, by):
        raise NotPermitted(
            _("Only those who added the evidence can remove it."), code="only_adder_removes"
        )
    waiting = Evidence.objects.filter(pk=evidence.pk, removed_at=None, shared_at=evidence.shared_at)
    with transaction.atomic():
        if waiting.update(removed_at=by.at) != 1:
            raise Conflict()
        evidence.removed_at = by.at
        _record(evidence, "remove_evidence", by=by.person, at=by.at)


def _record(evidence: Evidence, step: str, *, by: Person, at: datetime) -> None:
    data = {"evidence": evidence.pk}
    rows = (evidence,)
    trail.record(trail.Event(subject=evidence.case, step=step, by=by, at=at, data=data, rows=rows))
