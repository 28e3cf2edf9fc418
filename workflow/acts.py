"""An act: what somebody does with one press, however many rows it changes.

Whoever listens may tell of all of it together. An act of one transaction is ``one``, an act of
several is ``in_parts``. An act inside another is part of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from workflow import events


@dataclass(eq=False)
class Act:
    """An act while it lasts; ``heard`` is what listeners remember of it."""

    in_parts: bool
    key: str = field(default_factory=lambda: uuid4().hex)
    heard: dict[Any, Any] = field(default_factory=dict)


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act | None:
    """The act that is going on, if one is."""
    return _current.get()


@contextmanager
def one() -> Iterator[None]:
    """Let all that is announced inside, in one transaction, be one act."""
    with _of(in_parts=False):
        yield


@contextmanager
def in_parts() -> Iterator[None]:
    """Let all that is announced inside be one act, though each part is committed by itself.

    It is told when the act ends: each person gets one message. What was committed before an act
    was broken off is told some minutes later; whoever goes on with it begins another act.
    """
    with _of(in_parts=True) as act:
        yield
        if act is not None:
            events.act_ended.send(sender=Act, act=act)


@contextmanager
def _of(*, in_parts: bool) -> Iterator[Act | None]:
    """Begin an act; None inside another, whose part this is."""
    if _current.get() is not None:
        yield None
        return
    act = Act(in_parts)
    before = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(before)
