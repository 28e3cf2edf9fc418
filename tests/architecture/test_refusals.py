"""Every refusal has a code that says one thing, in the log and in answers in JSON."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django_fsm import FSMField

from processes.case.access import OVERTAKEN
from tests.support.sources import nodes
from workflow.exceptions import Conflict, Refused

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "notifications", "processes", "workflow")
WORD = re.compile(r"[a-z]+(_[a-z]+)*")


def _kinds(kind: type[Refused] = Refused) -> Iterator[str]:
    yield kind.__name__
    for one in kind.__subclasses__():
        yield from _kinds(one)


def _refusals() -> Iterator[tuple[str, ast.Call]]:
    """Every place that makes a refusal with words of its own."""
    kinds = {*_kinds()} - {"ConditionFailed"}
    for path in (path for name in PACKAGES for path in (ROOT / name).rglob("*.py")):
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds and node.args:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _code(call: ast.Call) -> str:
    """The word given, or nothing."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}.get("code")
    return given.value if isinstance(given, ast.Constant) else ""


def test_every_refusal_has_a_code() -> None:
    places = list(_refusals())

    assert places
    assert [place for place, call in places if not WORD.fullmatch(_code(call))] == []


def test_only_refusals_that_happen_say_that_somebody_was_first() -> None:
    codes = {f"conflict.{_code(call)}" for _place, call in _refusals()} | {Conflict().code}

    assert OVERTAKEN - codes == set()


def test_a_code_says_one_thing() -> None:
    """Where the sentence stands beside it; some are put together before."""
    said = defaultdict(set)
    for _place, call in _refusals():
        translated = [
            one.args[0].value
            for one in ast.walk(call.args[0])
            if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "_"
        ]
        said[call.func.id, _code(call)] |= {*translated}

    assert {code: words for code, words in said.items() if len(words) > 1} == {}


def test_every_condition_of_a_step_has_a_name_for_its_code() -> None:
    nameless = [
        f"{model.__name__}.{move.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FSMField)
        for move in field.get_all_transitions(model)
        for condition in move.conditions or []
        if not WORD.fullmatch(condition.__name__)
    ]

    assert nameless == []
