"""One rule, one place: nobody else asks in words of their own what a rule answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bench", "config", "notifications", "processes", "workflow")


def outside(*rooms: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of the product but those of some rooms, with its place."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" in path.parts or name.startswith(rooms):
                continue
            for node in nodes(path):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def named(node: ast.AST) -> str:
    """The last name of what is read: ``item.certificate`` is a certificate."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def asks_for_status(node: ast.AST) -> bool:
    """A certificate's state is read, or its last day compared: the status is asked for."""
    if isinstance(node, ast.Attribute) and node.attr in ("State", "state", "current_state"):
        return named(node.value).lower() == "certificate"
    if isinstance(node, ast.Compare):
        return any(named(side) == "expiry_date" for side in (node.left, *node.comparators))
    if isinstance(node, ast.Call) and ".objects" in ast.unparse(node.func):
        of_state = any(str(one.arg).split("__")[0] == "state" for one in node.keywords)
        return of_state and ast.unparse(node.func).startswith("Certificate.")
    return isinstance(node, ast.keyword) and "certificates__state" in str(node.arg)


def test_a_certificates_status_is_asked_for_in_one_place():
    asked = [place for place, node in outside("processes/standing/") if asks_for_status(node)]

    assert asked == []


WRITERS = (
    *("workflow/models/", "workflow/queues/directory.py", "processes/case/exclusions.py"),
    *("workflow/engine/reserved_keys.py", "bench/"),
    *("processes/proven/", "processes/organisations/people.py"),
)
"""Who writes exclusions, proves them, or asks where they come from; not whom they concern."""


def asks_who_is_excluded(node: ast.AST) -> bool:
    """Rows of exclusions are read, or an empty role is taken for every one."""
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "Exclusion" for alias in node.names)
    every = [ast.unparse(one) for one in getattr(node, "comparators", [])]
    is_every = any(text.startswith(("('', ", "['', ")) and "role" in text for text in every)
    keyword = str(node.arg) if isinstance(node, ast.keyword) else ""
    named = keyword.endswith("role__in") and ast.unparse(node.value).startswith(("[''", "(''"))
    return is_every or named


def test_who_is_excluded_is_asked_for_in_one_place():
    rooms = ("workflow/queues/exclusions.py", *WRITERS)

    assert [place for place, node in outside(*rooms) if asks_who_is_excluded(node)] == []


def test_exclusions_concern_somebody_by_one_rule():
    """Also where they are written nobody says in words of their own whom they concern."""
    some = [
        place
        for place, node in outside("workflow/queues/exclusions.py")
        if asks_who_is_excluded(node) and not isinstance(node, ast.ImportFrom)
    ]

    assert some == []


APART = {
    "workflow/engine/transitions.py": "a step of a row, which has no task or several",
    "processes/decision/leave.py": "a step of a row, which may belong to several cases",
    "processes/case/visibility.py": "what a case shows, not what may be done in it",
    "processes/case/sides.py": "on which side of a case somebody stands",
    "processes/case/exclusions.py": "whoever decides on exclusions",
    "processes/audit/members.py": "who is of a team",
    "processes/amendments/actions.py": "whether a decision maker is left",
    "processes/appeals/actions.py": "whether an officer is left",
    "notifications/sight.py": "what somebody may know, who may also give the task",
    "notifications/contacts.py": "who answers questions",
    "notifications/pages/views.py": "which mails an administrator looks after",
    "notifications/recipients/": "who hears: asked of rules, held equal by a test",
    "processes/workspace/claims.py": "in which words a task is refused",
    "processes/workspace/leaving.py": "who else may take what somebody leaves, of many tasks",
}
"""Who asks for exclusions for another reason than a task that is to be taken."""


def imports_exclusions(node: ast.AST) -> bool:
    """The questions about exclusions are imported."""
    is_there = isinstance(node, ast.ImportFrom) and node.module == "workflow.queues"
    return is_there and any(alias.name == "exclusions" for alias in node.names)


def test_who_may_take_a_task_is_asked_for_in_one_place():
    asked = {
        place
        for place, node in outside("workflow/queues/", *APART)
        if imports_exclusions(node) or named(node) == "is_excluded"
    }

    assert asked == set()
