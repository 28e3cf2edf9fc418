"""Checks at start: what the tables name is there."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string

from processes import kinds
from processes.case.endings import Ground
from processes.case.stages import WAY
from processes.decision import effects, policies, wording
from processes.decision import kinds as decisions
from processes.decision.gate_texts import TITLES
from processes.decision.kinds import DecisionKind
from processes.decision.models import Decision
from processes.kinds import CaseKind
from processes.roles import Role


@register()
def check_case_kinds(app_configs: object, **kwargs: object) -> list[CheckMessage]:
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
    if kind.when_ended and not _is_there(kind.when_ended):
        yield _error("E006", kind, f"ends by {kind.when_ended}, which is not there")
    if kind.ends_as not in ("", *Ground.values):
        yield _error("E004", kind, f"ends on the ground {kind.ends_as}, which is none")
    for name, words in kind.outcomes.items():
        if name not in decisions.KINDS or words not in wording.WORDS:
            yield _error("E005", kind, f"is decided by {name}, told as {words}: one is not there")


@register()
def check_decision_kinds(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """What every kind of decision names is registered."""
    return [fault for kind in decisions.KINDS.values() for fault in decision_kind_faults(kind)]


def decision_kind_faults(kind: DecisionKind) -> Iterator[CheckMessage]:
    """What is wrong with one kind of decision."""
    if not hasattr(getattr(Decision, kind.step, None), "_django_fsm"):
        yield _error("E010", kind, f"is taken by the step {kind.step}, which is none")
    if not _is_there(kind.basis):
        yield _error("E011", kind, f"rests on {kind.basis}, which is not there")
    for gate in kind.gates:
        if gate not in policies.GATES or gate not in TITLES:
            yield _error("E012", kind, f"has the gate {gate}, which is not registered with words")
    if kind.effect and kind.effect not in effects.EFFECTS:
        yield _error("E013", kind, f"leads to {kind.effect}, which no stage registers")
    if kind.name not in wording.WORDS:
        yield _error("E014", kind, "has no words")
    if kind.who_decides not in Role.values:
        yield _error("E015", kind, f"is decided by {kind.who_decides}, which is no role")
    if not _is_template(kind.letter):
        yield _error("E016", kind, f"is read on {kind.letter}, which is no template")


def _is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _is_there(name: str) -> bool:
    try:
        return callable(import_string(name))
    except ImportError:
        return False


def _error(number: str, subject: CaseKind | DecisionKind, words: str) -> CheckMessage:
    return Error(f"{subject.name} {words}.", id=f"processes.{number}")
