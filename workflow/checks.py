"""Checks at start: a definition that could strand a case does not start."""

import inspect
from collections.abc import Iterator
from types import CodeType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string
from django_fsm import FSMField, FSMFieldMixin
from viewflow.workflow import lock
from viewflow.workflow.base import Node
from viewflow.workflow.fields import import_flow_by_ref

from workflow.definition import graph
from workflow.definition.nodes import Work
from workflow.engine.walk import EXECUTED
from workflow.models import StatefulModel


def flows() -> list[Any]:
    """The flows that the settings name."""
    return [import_flow_by_ref(reference) for reference in settings.WORKFLOW_FLOWS]


@register()
def check_flows(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """No node out of reach, no dead end, no task without queue, deadline rule or step."""
    return [message for flow_class in flows() for message in flow_faults(flow_class)]


def flow_faults(flow_class: Any) -> Iterator[CheckMessage]:
    """What is wrong with one flow."""
    if isinstance(flow_class.lock_impl, lock.NoLock):
        yield _error("E001", flow_class, "has no lock: two steps at once could double a task")
    for node in flow_class.instance.nodes():
        if node.name not in graph.reachable(flow_class):
            yield _error("E002", node, "cannot be reached")
        elif not graph.leads_to_end(node):
            yield _error("E003", node, "is a dead end: no way leads from it to an end")
        if type(node) not in EXECUTED or getattr(node, "_continue_on_condition", None):
            yield _error("E008", node, "is of a kind that the engine does not execute")
        if isinstance(node, Work):
            yield from _work_faults(node)


def _work_faults(node: Work) -> Iterator[CheckMessage]:
    if node.queue is None:
        yield _error("E004", node, "can be taken by nobody: give it a role")
    if node.limit is None and not node.unlimited:
        yield _error("E005", node, "has no deadline rule: give it a limit, or None on purpose")
    if not node.steps:
        yield _error("E006", node, "is completed by no step")
    for label in sorted(node.steps | node.working_steps):
        if not _is_step(label):
            yield _error("E007", node, f"names {label}, which is no transition")


def _is_step(label: str) -> bool:
    app, model_name, method = label.split(".")
    try:
        model = apps.get_model(app, model_name)
    except LookupError:
        return False
    return hasattr(getattr(model, method, None), "_django_fsm")


@register()
def check_states(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """No state out of reach, no state without a way out, no step that nobody takes."""
    known = _steps_in_flows()
    return [
        message
        for model in apps.get_models()
        if issubclass(model, StatefulModel)
        for message in state_faults(model, known)
    ]


def _steps_in_flows() -> frozenset[str]:
    works = (node for flow_class in flows() for node in graph.human_nodes(flow_class))
    return frozenset(label for node in works for label in node.steps | node.working_steps)


def state_faults(model: type[StatefulModel], known: frozenset[str]) -> Iterator[CheckMessage]:
    """What is wrong with the states of one model."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, FSMFieldMixin)]
    if [(field.name, isinstance(field, FSMField)) for field in fields] != [("state", True)]:
        yield _error("E013", model, "must keep its state in one FSMField, called state")
        return
    field = model.state_field()
    transitions = list(field.get_all_transitions(model))
    states = {value for value, _title in field.choices}
    reached = {field.default, *(move.target for move in transitions)}
    left = {move.source for move in transitions}
    for state in sorted(states - reached):
        yield _error("E010", model, f"can never be {state}")
    for state in sorted(states - left - set(model.final)):
        yield _error("E011", model, f"has no way out of {state}; if it is an end, name it final")
    if model.promises and model.process_path is None:
        yield _error("E014", model, "promises something; say by its process_path when that stops")
    promised = {promise.step for promise in model.promises}
    for move in transitions:
        label = f"{model._meta.label_lower}.{move.name}"
        open_to_people = label in known or move.permission is not None
        takers = move.custom.get("automatic", ())
        if not open_to_people and move.name not in promised and not takers:
            yield _error("E012", model, f"nobody may take the step {move.name}")
        for taker in (one for one in takers if not _takes(one, move.name)):
            yield _error(
                "E015", model, f"says that {taker} takes the step {move.name}: it does not"
            )


def _takes(taker: str, step: str) -> bool:
    """The function of that dotted name is there and speaks of the step."""
    try:
        function = inspect.unwrap(import_string(taker))
    except ImportError:
        return False
    return step in _names(function.__code__)


def _names(code: CodeType) -> set[str]:
    """What the code of a function names, also within what is written inside it."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _error(number: str, subject: type | Node, words: str) -> CheckMessage:
    name = subject.__name__ if isinstance(subject, type) else subject.name
    return Error(f"{name} {words}.", id=f"workflow.{number}")
