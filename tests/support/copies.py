"""What many tests begin with is built once a process; every test gets a copy of its own.

A world, and how far its cases are driven (``tests/support/drive.py``): a copy takes milliseconds, a
granted case takes most of a second.
"""

import copy
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, timedelta
from functools import cache, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from time_machine import escape_hatch

from tests.support.database import rows
from tests.support.world import Way, World

P = ParamSpec("P")
R = TypeVar("R")
Step = Callable[Concatenate[World, P], R]
Steps = tuple[Hashable, ...]

PLAIN = (str, int, bool, float, date, timedelta, type(None))
"""What two values are alike by; of ``date`` and ``str`` moments and choices are a kind."""


class Copies(NamedTuple):
    """The rows of a world and the world itself, as they were when it was built."""

    made: rows.Difference
    state: rows.Rows
    world: World

    def one(self) -> World:
        """The world again, in an empty database: same rows, same keys, new objects."""
        with transaction.atomic():
            rows.write(self.made)
        world = copy.deepcopy(self.world)
        if connection.in_atomic_block:
            world.way = Way((), rows.written())
            _states.setdefault((), self.state)
        return world


class Key(NamedTuple):
    """Which row it is."""

    model: Any
    pk: Any


class Walked(NamedTuple):
    """What a step made of the rows, what it gave back and when the world was then."""

    made: rows.Difference
    given: Any
    at: datetime


_states: dict[Steps, rows.Rows] = {}
_walked: dict[Steps, Walked] = {}


@cache
def of(build: Callable[[], World]) -> Copies:
    """Build a world in an empty database, learn its rows, and leave the database empty again."""
    with transaction.atomic():
        before = rows.read()
        world = build()
        after = rows.read()
        transaction.set_rollback(True)
    made = rows.difference(before, after)
    if made is None:
        raise ValueError("A world is built of new rows; here some that were there are gone.")
    return Copies(made, after, world)


def remembered(step: Step[P, R]) -> Step[P, R]:
    """Take a step of tests once; from then on its rows are written again.

    Only in a world to which nothing but such steps has happened since it was copied, by the same
    people, at the same moment and with the same values: else the step is taken itself. What it
    gives back is read anew: rows, or nothing, or several of them by name.
    """

    @wraps(step)
    def walk(world: World, /, *args: P.args, **kwargs: P.kwargs) -> R:
        steps = _after(step, world, args, kwargs)
        if steps is None:
            world.way = None
            return step(world, *args, **kwargs)
        known = _walked.get(steps)
        if known is None:
            given = step(world, *args, **kwargs)
            _learn(steps, given, world)
        else:
            rows.write(known.made)
            given, world.at = _read(known.given), known.at
        world.way = Way(steps, rows.written())
        return given

    return walk


def _after(
    step: Step[P, R], world: World, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Steps | None:
    """All steps up to this one; None if nobody can tell them all."""
    way = world.way
    if way is None or not connection.in_atomic_block or way.written != rows.written():
        return None
    now = timezone.now() if escape_hatch.is_travelling() else None
    people = {name: one for name, one in vars(world).items() if name != "way"}
    try:
        told = _told(
            [step.__qualname__, step.__module__, now, get_language(), people, args, kwargs]
        )
    except NotPlainError:
        return None
    return (*way.steps, told)


def _learn(steps: Steps, given: Any, world: World) -> None:
    before = _states[steps[:-1]]
    after = rows.shared(rows.read(), before)
    made = rows.difference(before, after)
    if made is None:
        raise ValueError("A step that deletes rows cannot be remembered.")
    _states[steps] = after
    _walked[steps] = Walked(made, _kept(given), world.at)


class NotPlainError(Exception):
    """A value that nobody can tell from others."""


def _told(value: Any) -> Hashable:
    """What tells a value from others: of a row its key, of what holds several each of them."""
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    if isinstance(value, Mapping):
        return tuple((_told(name), _told(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return (type(value), *(_told(one) for one in value))
    if isinstance(value, PLAIN):
        return (type(value), value)
    raise NotPlainError


def _kept(given: Any) -> Any:
    """What was given back, with keys in place of rows."""
    if isinstance(given, models.Model):
        return Key(type(given), given.pk)
    if isinstance(given, dict):
        return {name: _kept(one) for name, one in given.items()}
    if given is not None:
        raise TypeError(f"A step that gives back {given!r} cannot be remembered.")
    return None


def _read(kept: Any) -> Any:
    if isinstance(kept, Key):
        return kept.model._base_manager.get(pk=kept.pk)
    if isinstance(kept, dict):
        return {name: _read(one) for name, one in kept.items()}
    return None
