"""Who does what with a task, by the node of the flow, as each stage names them."""

from collections.abc import Callable
from functools import cache

from django.utils.module_loading import import_string

from processes import stages
from processes.roles import Role
from processes.simulation.hands import Hands
from processes.simulation.people import auditor, ways_out

Actor = Callable[[Hands], None]

PEOPLE = "processes.simulation.people"


@cache
def actors() -> dict[str, Actor]:
    """By the name of a task's node, as each stage says it."""
    named = {node: name for entry in stages.entries() for node, name in entry.simulation.items()}
    return {node: import_string(f"{PEOPLE}.{name}") for node, name in named.items()}


PASSED_OVER = ("consider_team", "consider_member", "comment_report", "comment_amendment")
"""Tasks that some never answer: the engine does it for them when the time is over."""

OF_ANY_AUDITOR = ("lead_audit", "declare", "review_transfer")
"""Tasks of auditors for which nobody has to lead."""

BEGUN = ("lead_audit", "decide", "reconsider")
"""Tasks that are taken first and done some days later: some are forgotten meanwhile."""


def do(hands: Hands) -> None:
    """Do the task as its page would."""
    if ways_out.taken(hands):
        return
    name = hands.task.flow_task.name
    if hands.task.role == Role.AUDITOR and name not in OF_ANY_AUDITOR:
        auditor.take_over(hands)
    actors()[name](hands)
