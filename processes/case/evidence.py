"""Evidence of a case: who sees it, how it is added, shared and removed. Nothing is ever deleted."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _

from processes.case import evidence_files
from processes.case.models import Case, Evidence, evidence_path
from processes.case.reader import Reader
from processes.roles import MUNICIPAL, Role
from workflow import trail
from workflow.exceptions import Conflict, NotPermitted, Refused

Rows = models.QuerySet[Evidence]


@dataclass(frozen=True)
class Upload:
    """A file or a link with what it shows. ``kept_back``: only the own side sees it for now."""

    title: str
    file: Any = None
    link: str = ""
    kept_back: bool = False


def is_inside(case: Case, reader: Reader) -> bool:
    """The reader works for the case's municipality."""
    own = case.organisation.pk
    return any(g.organisation_id == own and g.role in MUNICIPAL for g in reader.grants)


def may_add(case: Case, reader: Reader) -> bool:
    """The municipality's people; officers and auditors of the scheme's body."""
    working = (Role.OFFICER, Role.AUDITOR)
    body = case.scheme.body_id
    staff = any(g.organisation_id == body and g.role in working for g in reader.grants)
    return case.is_running and (staff or is_inside(case, reader))


def visible_to(case: Case, reader: Reader) -> Rows:
    """The evidence of a case the reader may see: shared, or added by her own side."""
    municipality = Evidence.objects.filter(
        added_by__memberships__organisation=case.certification.organisation_id
    ).values("pk")
    own = models.Q(pk__in=municipality)
    if not is_inside(case, reader):
        own = ~own
    rows = Evidence.objects.filter(case=case, removed_at=None)
    return rows.filter(models.Q(shared_at__isnull=False) | own).order_by("added_at", "pk")


def add(case: Case, upload: Upload, *, by: Any, at: datetime) -> Evidence:
    """Keep a file or a link as evidence. Raises Refused with words for the person."""
    evidence = Evidence(
        case=case,
        title=upload.title,
        link=upload.link,
        added_by=by,
        added_at=at,
        shared_at=None if upload.kept_back else at,
    )
    if upload.file is not None:
        _keep(evidence, upload.file)
    evidence.save()
    return evidence


def check(file: Any) -> evidence_files.Kind:
    """The kind of an uploaded file. Raises Refused if it is too large or not what it should be."""
    if file.size > settings.EVIDENCE_MAX_BYTES:
        most = settings.EVIDENCE_MAX_BYTES // 1024**2
        raise Refused(_("The file is too large. It may be at most %(most)s MB.") % {"most": most})
    return evidence_files.kind_of(file.name, file)


def _keep(evidence: Evidence, file: Any) -> None:
    """Store a checked file under its own hash; the same content is stored once."""
    kind = check(file)
    evidence.filename = evidence_files.label_of(file.name)
    evidence.content_type, evidence.size = kind.content_type, file.size
    evidence.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    path = evidence_path(evidence, "")
    if not default_storage.exists(path):
        path = default_storage.save(path, File(file))
    evidence.file.name = path


def kept_back(**of: Any) -> Rows:
    """What the other side does not see yet."""
    return Evidence.objects.filter(removed_at=None, shared_at=None, **of)


def share(keys: list[tuple[int]], *, at: datetime) -> None:
    """Let the other side see what was kept back: it has been handed in."""
    if keys:
        kept_back(pk__in=[key for (key,) in keys]).update(shared_at=at)


def remove(evidence: Evidence, *, by: Reader) -> None:
    """Take back evidence the own side has not handed in. Marked, never deleted."""
    if evidence.shared_at is not None:
        raise Refused(_("The evidence is part of what was handed in and cannot be removed."))
    if not visible_to(evidence.case, by).filter(pk=evidence.pk).exists():
        raise NotPermitted(_("Only those who added the evidence can remove it."))
    waiting = Evidence.objects.filter(pk=evidence.pk, removed_at=None, shared_at=None)
    if waiting.update(removed_at=by.at) != 1:
        raise Conflict()
    data = {"evidence": evidence.pk, "sha256": evidence.sha256}
    trail.record(
        trail.Event(
            subject=evidence.case, step="remove_evidence", by=by.person, at=by.at, data=data
        )
    )
