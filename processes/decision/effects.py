"""What a decision leads to: later stages register it under the key that a kind names."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from processes.decision.models import Decision


class Effect(Protocol):
    """Does what a decision leads to, in its transaction."""

    def __call__(self, decision: Decision, *, at: datetime) -> None: ...


EFFECTS: dict[str, Effect] = {}


def effect(name: str) -> Callable[[Effect], Effect]:
    """Register a function as what kinds of decisions call by the name."""

    def register(function: Effect) -> Effect:
        EFFECTS[name] = function
        return function

    return register


def carry_out(decision: Decision, *, at: datetime) -> None:
    """Do what the decision leads to, if anything."""
    if name := decision.traits.effect:
        EFFECTS[name](decision, at=at)
