"""What later stages do after a decision was carried out: they register, nobody calls ahead."""

from datetime import datetime
from typing import Protocol

from processes.case.models import Case
from processes.standing.models import Certificate


class Follower(Protocol):
    """Goes on with a case in the transaction of its decision."""

    def __call__(self, case: Case, issued: Certificate | None, *, at: datetime) -> None: ...


_followers: list[Follower] = []


def follows(follower: Follower) -> Follower:
    """Let ``follower(case, issued, at=…)`` run in the transaction of every granted decision."""
    _followers.append(follower)
    return follower


def go_on(case: Case, issued: Certificate | None, *, at: datetime) -> None:
    """Let those registered go on, in order. ``issued``: None where the certificate stands."""
    for follow in _followers:
        follow(case, issued, at=at)
