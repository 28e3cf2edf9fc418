"""The files of evidence: complete or not there, and compared with their hash when they are read.

A file is written beside its place, synced and renamed: a full disk, a broken connection or a killed
process leaves nothing that could be taken for it.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from processes.case.models import Evidence
from workflow import whole_files
from workflow.exceptions import Refused

log = logging.getLogger(__name__)


class Kept(Protocol):
    """A row with a file: evidence, or what another stage keeps alike."""

    pk: Any
    file: Any
    size: int
    sha256: str


KINDS: list[Any] = [Evidence]
"""The models of such rows; a stage that has one adds it."""


class DamagedError(Refused):
    """The file is not there, or not what was kept."""


def keep(evidence: Kept, file: Any) -> None:
    """Store a file under its own hash; what is there counts only if it is the same. Or Refused."""
    evidence.size, evidence.sha256 = file.size, _sha256(file)
    evidence.file.name = evidence.file.field.upload_to(evidence, "")
    if fault(evidence):
        try:
            _write(_place(evidence), file)
        except OSError as error:
            log.exception("A file of evidence could not be written")
            words = _(
                "The file could not be kept just now. Nothing is saved of it; try again later."
            )
            raise Refused(words, code="file_not_stored") from error


def _place(evidence: Kept) -> Path:
    return Path(default_storage.path(str(evidence.file.name)))


def _write(place: Path, file: BinaryIO) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.seek(0)
    whole_files.write(place, file.read(), mode=0o600)


def _sha256(file: Any) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def fault(evidence: Kept) -> str:
    """What is wrong with the kept file, for whoever runs the system; empty if nothing."""
    try:
        with _place(evidence).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != evidence.size:
                return f"has {size} bytes instead of {evidence.size}"
            return "" if _sha256(file) == evidence.sha256 else "has another content"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def opened(evidence: Kept) -> BinaryIO:
    """The file as it was kept. Raises DamagedError, and tells the log, if it is not."""
    if what := fault(evidence):
        log.error("Evidence %d %s", evidence.pk, what)
        raise DamagedError(
            _("The file is not as it was kept, and is therefore not handed out."),
            code="file_damaged",
        )
    return _place(evidence).open("rb")


def faults() -> Iterator[str]:
    """A line for each kept file: what is wrong with it, empty if it holds."""
    for model in KINDS:
        yield from _faults_of(model)


def _faults_of(model: Any) -> Iterator[str]:
    known: tuple[Any, ...] = ()
    told, name = "", model._meta.verbose_name
    for kept in model.objects.exclude(file="").order_by("file", "pk").iterator():
        said = (kept.file.name, kept.size, kept.sha256)
        if said != known:
            known, told = said, fault(kept)
        yield f"{name} {kept.pk}: the file {kept.file.name} {told}" if told else ""
