"""What later stages do after a decision was carried out: they register, nobody calls ahead."""

from collections.abc import Callable
from typing import Any

Follower = Callable[..., None]
_followers: list[Follower] = []


def follows(follower: Follower) -> Follower:
    """Let ``follower(case, at=…)`` run in the transaction of every granted decision."""
    _followers.append(follower)
    return follower


def followers() -> tuple[Any, ...]:
    """Those registered, in order."""
    return tuple(_followers)
