"""Is a flow sound? Every marking it can come to is looked at, with every answer of its conditions.

Sound is a flow of which each node is reached, which can be finished from wherever it stands, and
which leaves nobody at work when it ends. A marking is what waits at one moment: its nodes, each
with the splits it came out of. Between two of them the walk of ``workflow/engine/walk.py`` is
played, without rows. Conditions are taken to be free: what only they forbid is looked at as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from viewflow.workflow import flow
from viewflow.workflow.base import Node

from workflow.definition.nodes import Work

MOST, MARKINGS = 12, 5000
"""So much may wait at once, and in so many ways; a flow that has more never stops branching."""

Path = tuple[tuple[str, int], ...]
"""The splits a token came out of, the outermost first: each with a number of its own."""


class Token(NamedTuple):
    """Something at a node. Of a join that waits: out of which splits its branches came."""

    node: str
    path: Path = ()
    arrived: tuple[Path, ...] = ()


Marking = tuple[Token, ...]
"""Sorted, so that the same is the same."""


@dataclass
class Explored:
    """What was found of a flow. ``faults`` in words, none of a sound one."""

    visited: set[str] = field(default_factory=set)
    ways: dict[Marking, set[Marking]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def standing(self) -> frozenset[tuple[str, ...]]:
        """The names of the nodes at which something waits at once, for every marking."""
        return frozenset(tuple(sorted(one.node for one in marking)) for marking in self.ways)


@cache
def explore(flow_class: Any) -> Explored:
    """Everything a process of the flow can come to."""
    return _Exploration(flow_class).run()


def faults(flow_class: Any) -> list[str]:
    """What makes a flow unsound, in words; nothing of a sound one."""
    return explore(flow_class).faults


class _Exploration:
    def __init__(self, flow_class: Any) -> None:
        self.nodes = {node.name: node for node in flow_class.instance.nodes()}
        self.found = Explored()
        self.said: dict[str, None] = {}

    def run(self) -> Explored:
        start = next(one for one in self.nodes.values() if isinstance(one, flow.StartHandle))
        self.found.visited.add(start.name)
        first = self._walked((), [Token(one.name) for one in _next(start)])
        waiting, ways = list(first), self.found.ways
        while waiting:
            marking = waiting.pop()
            if marking in ways:
                continue
            if len(marking) > MOST or len(ways) > MARKINGS:
                self._say("it never stops making new branches")
                break
            ways[marking] = set(self._from(marking))
            # The greatest first: what grows without end is soon too great.
            waiting.extend(sorted(ways[marking], key=len))
        self._say_dead()
        self._say_endless()
        self.found.faults.extend(self.said)
        return self.found

    def _from(self, marking: Marking) -> Iterator[Marking]:
        """What comes when one of those that wait is done. A join waits for its branches only."""
        for place, token in enumerate(marking):
            if not isinstance(self.nodes[token.node], flow.Join):
                rest = marking[:place] + marking[place + 1 :]
                coming = [Token(one.name, token.path) for one in self._ways(self.nodes[token.node])]
                yield from self._walked(rest, coming)

    def _walked(self, rest: Marking, coming: list[Token]) -> set[Marking]:
        """Every marking in which a walk can stop that still has some tokens to move."""
        stopped: set[Marking] = set()
        seen: set[tuple[Marking, Marking]] = set()
        open_walks = [(rest, tuple(coming))]
        while open_walks:
            walk = open_walks.pop()
            if walk in seen or len(walk[0]) + len(walk[1]) > 2 * MOST:
                continue
            seen.add(walk)
            resting, moving = walk
            if not moving:
                stopped.add(tuple(sorted(resting)))
                continue
            place = self._first(moving)
            others = moving[:place] + moving[place + 1 :]
            open_walks.extend(self._moved(moving[place], resting, others))
        return stopped

    def _first(self, moving: tuple[Token, ...]) -> int:
        """Joins come last, as in the walk."""
        moves = (n for n, one in enumerate(moving) if not self._is_join(one))
        return next(moves, 0)

    def _is_join(self, token: Token) -> bool:
        return isinstance(self.nodes[token.node], flow.Join)

    def _moved(
        self, token: Token, resting: Marking, others: tuple[Token, ...]
    ) -> Iterator[tuple[Marking, tuple[Token, ...]]]:
        node = self.nodes[token.node]
        self.found.visited.add(node.name)
        if isinstance(node, Work | flow.Timer):
            yield tuple(sorted((*resting, token))), others
        elif isinstance(node, flow.End):
            for left in (*resting, *others):
                self._say(f"{node.name} is reached while {left.node} still waits")
            yield resting, others
        elif isinstance(node, flow.Join):
            yield self._joined(token, resting, others)
        elif isinstance(node, flow.Split):
            for ways in _branches(node):
                path = (*token.path, _fresh(token, (*resting, *others)))
                yield resting, (*others, *(Token(one.name, path) for one in ways))
        else:
            for way in self._ways(node):
                yield resting, (*others, Token(way.name, token.path))

    def _ways(self, node: Node) -> list[Node]:
        ways = list(_next(node))
        if not ways:
            self._say(f"{node.name} leads nowhere")
        return ways

    def _joined(
        self, token: Token, resting: Marking, others: tuple[Token, ...]
    ) -> tuple[Marking, tuple[Token, ...]]:
        """A branch comes to a join: it goes on if nothing runs out of the same split."""
        here = next((one for one in resting if one.node == token.node), None)
        resting = tuple(one for one in resting if one is not here)
        arrived = {token.path, *(here.arrived if here else ())}
        also = [one for one in others if one.node == token.node]
        if also:  # the last of those that come in one walk asks
            return tuple(sorted((*resting, _waiting(token, arrived)))), others
        if len(arrived) > 1:
            self._say(f"branches of different splits meet in {token.node}")
        runs = any(one.path[: len(token.path)] == token.path for one in (*resting, *others))
        if token.path and runs:
            return tuple(sorted((*resting, _waiting(token, arrived)))), others
        after = (Token(one.name, token.path[:-1]) for one in self._ways(self.nodes[token.node]))
        return resting, (*others, *after)

    def _say(self, words: str) -> None:
        self.said.setdefault(words)

    def _say_dead(self) -> None:
        for name in self.nodes:
            if name not in self.found.visited:
                self._say(f"{name} is never reached")

    def _say_endless(self) -> None:
        """Name the markings from which no way leads to the end."""
        before: dict[Marking, set[Marking]] = defaultdict(set)
        for marking, ways in self.found.ways.items():
            for way in ways:
                before[way].add(marking)
        ends: set[Marking] = set()
        waiting: list[Marking] = [()]
        while waiting:
            marking = waiting.pop()
            if marking not in ends:
                ends.add(marking)
                waiting.extend(before[marking])
        for marking in sorted(self.found.ways.keys() - ends):
            names = " and ".join(one.node for one in marking)
            self._say(f"no way leads to the end from {names}")


def _waiting(token: Token, arrived: set[Path]) -> Token:
    return Token(token.node, token.path[:-1], tuple(sorted(arrived)))


def _next(node: Node) -> Iterator[Node]:
    return (edge.dst for edge in node._outgoing() if edge.dst is not None)


def _branches(node: Any) -> Iterator[tuple[Node, ...]]:
    """Every choice of the branches that a split may open: those with no condition always."""
    always = [way for way, condition, _data in node._branches if not condition]
    free = [way for way, condition, _data in node._branches if condition]
    for number in range(len(free) + 1):
        for some in combinations(free, number):
            if always or some:
                yield (*always, *some)


def _fresh(token: Token, others: Iterable[Token]) -> tuple[str, int]:
    """A number for a split that no other of it has that is still open."""
    paths = [one.path for one in others] + [way for one in others for way in one.arrived]
    used = {number for path in paths for name, number in path if name == token.node}
    return token.node, next(number for number in range(len(used) + 1) if number not in used)
