"""The flows as data: which human steps exist, and to which stage each belongs."""

from functools import cache
from typing import Any

from django.utils.module_loading import import_string

# By name: the flows know the stages' pages, so the stages cannot know the flows.
FLOWS = ("processes.flows.CertificationFlow", "processes.flows.ContributionFlow")


@cache
def flows() -> tuple[Any, ...]:
    """The flows of a certification, the main one first."""
    return tuple(import_string(name) for name in FLOWS)


def human(flow: Any) -> list[Any]:
    """The human steps of a flow, as they are read from top to bottom."""
    return [node for node in flow.instance.nodes() if getattr(node, "stage", "")]


def of_stage(stage: str) -> list[Any]:
    """Every human step of a stage."""
    return [node for flow in flows() for node in human(flow) if node.stage == stage]
