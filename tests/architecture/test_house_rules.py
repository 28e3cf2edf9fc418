"""What imports cannot show. Every rule names the place that breaks it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "notifications", "processes", "workflow")
MODULES = sorted(
    path
    for package in (*PACKAGES, "tests", "bench")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES]


def places(paths: list[Path], kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for path in paths:
        for node in nodes(path):
            if isinstance(node, kind):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def transitions() -> set[str]:
    return {
        function.name
        for _place, function in places(PRODUCT, ast.FunctionDef)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "transition"
    }


def test_no_file_is_longer_than_300_lines():
    pages = (ROOT / "templates").rglob("*.html")

    long = [
        str(path.relative_to(ROOT))
        for path in [*MODULES, *pages]
        if len(path.read_text().splitlines()) > 300
    ]

    assert long == []


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{place} {node.name}"
        for place, node in places(MODULES, ast.FunctionDef)
        if node.end_lineno - node.lineno + 1 > 40
    ]

    assert long == []


def test_our_own_code_is_imported_at_the_top():
    inner = [
        f"{place} in {function.name}"
        for place, function in places(PRODUCT, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES
    ]

    assert inner == []


def test_no_queryset_sets_a_state():
    updates = [
        place
        for place, call in places(PRODUCT, ast.Call)
        if getattr(call.func, "attr", "") in {"update", "bulk_update"}
        and any(keyword.arg == "state" for keyword in call.keywords)
    ]

    assert updates == []


def test_nobody_assigns_a_state():
    assignments = [
        place
        for place, node in places(PRODUCT, ast.Assign)
        if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in node.targets)
    ]

    assert assignments == []


@cache
def modules(path: Path) -> set[str]:
    """The names under which a file knows other modules."""
    return {
        alias.asname or alias.name
        for node in nodes(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def defers_columns(call: ast.Call) -> bool:
    """Columns of tasks, which have no steps, are left unread: the same word for another thing."""
    return ast.unparse(call.func).startswith("Task.objects.filter(") and call.func.attr == "defer"


def test_only_perform_makes_a_transition():
    # The engine knows nothing of the process: a method of the same name there is another one.
    outside = [path for path in PRODUCT if "workflow" not in path.relative_to(ROOT).parts]
    # A text and a file have methods of these names too, which no reader of the source can tell.
    steps = transitions() - {"close", "open", "replace"}

    calls = [
        f"{place} {ast.unparse(call.func)}"
        for path in outside
        for place, call in places([path], ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in steps
        and getattr(call.func.value, "id", "") not in modules(path)
        and not defers_columns(call)
    ]

    assert steps
    assert calls == []


def test_the_rules_are_not_switched_off_in_the_code():
    marks = ("# type: ignore", "# no" + "qa", "# TO" + "DO", "# FIX" + "ME")

    found = [
        f"{path.relative_to(ROOT)} {mark}"
        for path in PRODUCT
        for mark in marks
        if mark in path.read_text()
    ]

    assert found == []


def test_names_are_ordered_as_swedes_do():
    ordered = [
        f"{place} {constant.value}"
        for place, call in places(PRODUCT, ast.Call)
        if getattr(call.func, "attr", "") == "order_by"
        for constant in call.args
        if isinstance(constant, ast.Constant)
        and constant.value.lstrip("-").rsplit("__", 1)[-1] in {"name", "full_name", "county_name"}
    ]

    assert ordered == [], "order by name_order, which the database keeps in Swedish order"


def test_one_place_says_which_addresses_are_ours():
    asked = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if "url_has_allowed_host_and_scheme" in path.read_text()
    ]

    assert asked == ["processes/addresses.py"]


def test_nobody_points_to_a_number_of_a_list_that_is_not_here():
    """The product's docstrings name duties of a list that is here: ``test_obligations.py``."""
    numbered = re.compile(r"(obligation|duty|duties|requirement|finding)s? \d", re.IGNORECASE)
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "docs").glob("*.md")]
    words = [*(ROOT / "locale" / "parts").glob("*.po"), ROOT / "README.md"]
    others = [path for path in MODULES if path not in PRODUCT and "obligations" not in path.stem]
    in_product = re.compile(r"(duty|duties|requirement|finding)s? \d", re.IGNORECASE)

    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*PRODUCT, *others, *pages, *words]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (in_product if path in PRODUCT else numbered).search(line)
    ]

    assert found == []


CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time_ns"}
WAITING = ("tests/config/test_kill.py", "tests/operations/", "tests/production/")
"""They wait for processes of their own, and give up at some time."""


def test_no_test_looks_at_the_clock():
    """On a machine at work everything takes longer: calls and statements are counted instead."""
    timed = [
        place
        for place, node in places(MODULES, ast.Assert)
        if place.startswith("tests/") and not place.startswith(WAITING)
        for called in ast.walk(node)
        if getattr(called, "attr", getattr(called, "id", "")) in CLOCKS
    ]

    assert timed == []
