"""The flows as data: which human steps exist, and to which stage each belongs."""

from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from processes.case.stages import Stage
from workflow import graph

# By name: the flows know the stages' pages, so the stages cannot know the flows.
FLOWS = ("processes.flows.CertificationFlow", "processes.contribution_flow.ContributionFlow")


@cache
def flows() -> tuple[Any, ...]:
    """The flows of a certification, the main one first."""
    return tuple(import_string(name) for name in FLOWS)


def human(flow: Any) -> list[Any]:
    """The human steps of a flow, stage by stage."""
    order = Stage.values
    return sorted(graph.human_nodes(flow), key=lambda node: order.index(node.stage))


def of_stage(stage: str) -> list[Any]:
    """Every human step of a stage."""
    return [node for flow in flows() for node in human(flow) if node.stage == stage]


def following(node: Any) -> list[Any]:
    """The human steps that may come next."""
    return [after for after in graph.next_human_nodes(node) if getattr(after, "stage", "")]
