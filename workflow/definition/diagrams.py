"""Pictures made from the definition itself, so that they are always true.

``svg`` draws a flow with lanes per role and the live position; ``mermaid_flow`` and
``mermaid_states`` are for the documentation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from viewflow.workflow import flow
from viewflow.workflow.base import Flow, Node

from workflow.definition import graph
from workflow.definition.nodes import Work
from workflow.models import StatefulModel

LANE, ROW, BOX_WIDTH, BOX_HEIGHT, TOP, SIDE = 190, 76, 166, 50, 54, 46
LINE_LENGTH = 22


@dataclass(frozen=True)
class Box:
    """A human task in the picture, and whether it is done, current or still to come."""

    name: str
    lines: tuple[str, ...]
    state: str
    x: int
    y: int

    @property
    def texts(self) -> list[tuple[str, int]]:
        """The lines of the title with their vertical place."""
        first = self.y + BOX_HEIGHT // 2 - 8 * (len(self.lines) - 1) + 5
        return [(line, first + 16 * row) for row, line in enumerate(self.lines)]

    @property
    def middle(self) -> int:
        """The horizontal middle."""
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True)
class Arrow:
    """A way from one box to another; ``back`` ways go round the side."""

    path: str
    back: bool


def svg(flow_class: Any, *, done: set[str], current: set[str], roles: dict[str, str]) -> str:
    """The flow as an inline SVG without styles: rows in order of time, a lane for each role.

    ``done`` and ``current`` are names of nodes; ``roles`` gives the words for each role.
    """
    nodes = graph.human_nodes(flow_class)
    lanes = list(dict.fromkeys(node.queue.role for node in nodes if node.queue))
    boxes = {
        node.name: Box(
            name=node.name,
            lines=tuple(_lines(str(node.task_title))),
            state="current" if node.name in current else "done" if node.name in done else "later",
            x=SIDE + lanes.index(node.queue.role) * LANE,
            y=TOP + row * ROW,
        )
        for row, node in enumerate(nodes)
        if node.queue
    }
    context = {
        "title": flow_class.process_title,
        "width": SIDE * 2 + len(lanes) * LANE,
        "height": TOP + len(nodes) * ROW,
        "lanes": [(roles.get(r, r), SIDE + i * LANE + BOX_WIDTH // 2) for i, r in enumerate(lanes)],
        "boxes": boxes.values(),
        "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT},
        "arrows": list(_arrows(nodes, boxes)),
    }
    return render_to_string("workflow/flow.svg", context)


def _lines(title: str) -> Iterator[str]:
    line = ""
    for word in title.split():
        if line and len(line) + 1 + len(word) > LINE_LENGTH:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _arrows(nodes: tuple[Node, ...], boxes: dict[str, Box]) -> Iterator[Arrow]:
    for node in nodes:
        for following in graph.next_human_nodes(node):
            if following.name in boxes and following is not node:
                yield _arrow(boxes[node.name], boxes[following.name])


def _arrow(start: Box, end: Box) -> Arrow:
    if end.y > start.y:
        top, bottom = start.y + BOX_HEIGHT, end.y
        bend = (top + bottom) // 2 if bottom - top < ROW else top + (ROW - BOX_HEIGHT) // 2
        path = f"M{start.middle} {top}V{bend}H{end.middle}V{bottom}"
        return Arrow(path, back=False)
    side = end.x - 12
    path = f"M{start.x} {start.y + BOX_HEIGHT // 2}H{side}V{end.y + BOX_HEIGHT // 2}H{end.x}"
    return Arrow(path, back=True)


def mermaid_flow(flow_class: type[Flow]) -> str:
    """The flow as Mermaid text: every node, every way, in the order of the definition."""
    lines = ["flowchart TD"]
    for node in flow_class.instance.nodes():
        lines.append(f"    {_mermaid_node(node)}")
        for edge in node._outgoing():
            label = f"|{edge.label}|" if edge.label else ""
            lines.append(f"    {node.name} -->{label} {edge.dst.name}")
    return "\n".join(lines) + "\n"


def _mermaid_node(node: Node) -> str:
    with translation.override("en"):
        title = str(node.task_title or node.name.replace("_", " "))
    if isinstance(node, Work):
        role = node.queue.role.replace("_", " ") if node.queue else "nobody"
        return f'{node.name}["{title}<br/><i>{role}</i>"]'
    if isinstance(node, flow.If | flow.Switch):
        return f"{node.name}{{{title}}}"
    return f"{node.name}([{title}])"


def mermaid_states(model: type[StatefulModel]) -> str:
    """The states of a model as Mermaid text: every transition, sorted."""
    field = model.state_field()
    lines = ["stateDiagram-v2", f"    [*] --> {field.default}"]
    moves = {
        (str(move.source), str(move.target or move.source), move.name)
        for move in field.get_all_transitions(model)
    }
    lines += [f"    {source} --> {target}: {name}" for source, target, name in sorted(moves)]
    lines += [f"    {state} --> [*]" for state in sorted(str(state) for state in model.final)]
    return "\n".join(lines) + "\n"
