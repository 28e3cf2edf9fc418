"""The flows as data: which human steps exist, and to which stage each belongs."""

from functools import cache
from typing import Any

from django.conf import settings

from workflow.definition import graph
from workflow.definition.versions import family


@cache
def flows() -> tuple[Any, ...]:
    """The flows of a certification, the main one first."""
    # By name: the flows know the stages' pages, so the stages cannot know the flows.
    return tuple(graph.flow_of(name) for name in settings.WORKFLOW_FLOWS)


@cache
def main() -> tuple[Any, ...]:
    """The versions of the certification's own flow, in the order in which they are named."""
    first, *_others = settings.WORKFLOW_FLOWS
    same = (name for name in settings.WORKFLOW_FLOWS if family(name) == family(first))
    return tuple(graph.flow_of(name) for name in same)


def human(flow: Any) -> tuple[Any, ...]:
    """The human steps of a flow, in order of time, as its graph has them."""
    return graph.human_nodes(flow)


def of_stage(stage: str) -> list[Any]:
    """Every human step of a stage."""
    return [node for flow in flows() for node in human(flow) if node.stage == stage]


def of_main_flow(stage: str) -> list[Any]:
    """Those that a case's own process may come to; what goes on beside it is left out."""
    return [node for flow in main() for node in human(flow) if node.stage == stage]


@cache
def beside() -> list[Any]:
    """The human steps of all that goes on beside a case."""
    return [node for flow in flows() if flow not in main() for node in human(flow)]


def following(node: Any) -> list[Any]:
    """The human steps that may come next."""
    return [after for after in graph.next_human_nodes(node) if getattr(after, "stage", "")]
