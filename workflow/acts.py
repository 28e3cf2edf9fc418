"""An act: what somebody does with one press, however many rows it changes.

Whoever listens may tell of all of it together. An act of one transaction is ``one``, an act of
several is ``in_parts``. An act inside another is part of it.
"""

from collections.abc import Iterator
from contextlib import ContextDecorator, contextmanager
from contextvars import ContextVar, Token
from functools import cached_property
from typing import Any, Self
from uuid import uuid4

from workflow import events


class Act:
    """An act while it lasts; ``heard`` is what listeners remember of it."""

    def __init__(self, *, in_parts: bool) -> None:
        self.in_parts = in_parts
        self.heard: dict[Any, Any] = {}

    @cached_property
    def key(self) -> str:
        """What nothing else is called. Made when somebody asks: most acts need none."""
        return uuid4().hex


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act | None:
    """The act that is going on, if one is."""
    return _current.get()


class OneAct(ContextDecorator):
    """Let all that is announced inside, in one transaction, be one act."""

    # A generator would cost more than the act: every step of every case is one.
    _before: Token[Act | None] | None = None

    def _recreate_cm(self) -> Self:
        return type(self)()

    def __enter__(self) -> None:
        if _current.get() is None:
            self._before = _current.set(Act(in_parts=False))

    def __exit__(self, *_error: object) -> None:
        if self._before is not None:
            _current.reset(self._before)
            self._before = None


one = OneAct


@contextmanager
def in_parts() -> Iterator[None]:
    """Let all that is announced inside be one act, though each part is committed by itself.

    It is told when the act ends: each person gets one message. What was committed before an act
    was broken off is told some minutes later; whoever goes on with it begins another act.
    """
    if _current.get() is not None:
        yield
        return
    act = Act(in_parts=True)
    before = _current.set(act)
    try:
        yield
        events.act_ended.send(sender=Act, act=act)
    finally:
        _current.reset(before)
