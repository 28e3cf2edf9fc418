"""A flow as its people see it: human tasks, and what may come after each."""

from collections.abc import Iterator
from functools import cache

from viewflow.workflow import flow
from viewflow.workflow.base import Flow, Node
from viewflow.workflow.fields import import_flow_by_ref

from workflow.definition.nodes import Work


def flow_of(reference: str) -> type[Flow]:
    """The flow of a reference ``app/module.Flow``."""
    return import_flow_by_ref(reference)


@cache
def human_nodes(flow_class: type[Flow]) -> tuple[Work, ...]:
    """The human tasks in order of time: none stands before one that must come first."""
    start = next(n for n in flow_class.instance.nodes() if isinstance(n, flow.StartHandle))
    finished: list[Node] = []
    _finish(start, set(), finished)
    return tuple(node for node in reversed(finished) if isinstance(node, Work))


def _finish(node: Node, seen: set[Node], finished: list[Node]) -> None:
    """Depth first: a node is finished when all that can come after it is (ways back aside)."""
    seen.add(node)
    for following in _after(node):
        if following not in seen:
            _finish(following, seen, finished)
    finished.append(node)


@cache
def next_human_nodes(node: Node) -> tuple[Node, ...]:
    """The human tasks, and the end, that may follow a node; gateways are looked through."""
    found: list[Node] = []
    seen: set[Node] = set()
    waiting = list(_after(node))
    while waiting:
        following = waiting.pop(0)
        if following in seen:
            continue
        seen.add(following)
        if isinstance(following, Work | flow.End):
            found.append(following)
        else:
            waiting.extend(_after(following))
    return tuple(found)


def _after(node: Node) -> Iterator[Node]:
    return (edge.dst for edge in node._outgoing() if edge.dst is not None)


def _walk(start: Node) -> Iterator[Node]:
    """Every node reachable from the start, nearest first."""
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop(0)
        yield node
        for following in _after(node):
            if following not in seen:
                seen.add(following)
                waiting.append(following)


@cache
def reachable(flow_class: type[Flow]) -> frozenset[str]:
    """Names of the nodes that a process can come to."""
    start = next(n for n in flow_class.instance.nodes() if isinstance(n, flow.StartHandle))
    return frozenset(node.name for node in _walk(start))


@cache
def leads_to_end(node: Node) -> bool:
    """A process that stands here can still be finished."""
    return any(isinstance(following, flow.End) for following in _walk(node))
