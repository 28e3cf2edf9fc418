"""Checks at start: what the tables name is there."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from processes import kinds
from processes.case.endings import Ground
from processes.case.stages import WAY
from processes.kinds import CaseKind


@register()
def check_case_kinds(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every kind of case names flows, stages, criteria and grounds that are there."""
    return [fault for kind in kinds.KINDS.values() for fault in case_kind_faults(kind)]


def case_kind_faults(kind: CaseKind) -> Iterator[CheckMessage]:
    """What is wrong with one kind of case."""
    for flow in filter(None, (kind.flow, kind.when_late)):
        if flow not in settings.WORKFLOW_FLOWS:
            yield _error("E001", kind, f"goes by {flow}, which WORKFLOW_FLOWS does not name")
    if [stage for stage in WAY if stage in kind.stages] != list(kind.stages):
        yield _error("E002", kind, "goes through stages that are none, or not in their order")
    if not _is_there(kind.criteria):
        yield _error("E003", kind, f"chooses criteria by {kind.criteria}, which is not there")
    if kind.ends_as not in ("", *Ground.values):
        yield _error("E004", kind, f"ends on the ground {kind.ends_as}, which is none")


def _is_there(name: str) -> bool:
    try:
        return callable(import_string(name))
    except ImportError:
        return False


def _error(number: str, subject: Any, words: str) -> CheckMessage:
    return Error(f"{subject.name} {words}.", id=f"processes.{number}")
