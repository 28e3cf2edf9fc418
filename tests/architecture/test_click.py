"""One click, looked at from inside: which of our files it runs through, and how deep it goes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.test import Client

from tests.support import drive
from tests.support.hands import address
from tests.support.world import World

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(f"{ROOT / name}/" for name in ("config", "notifications", "processes", "workflow"))
FILES, DEPTH = 65, 35


class Seen:
    """The files of ours that ran, and the most of our calls that stood above each other."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.depth = 0

    def note(self, frame: FrameType, event: str, _argument: Any) -> None:
        """As sys.setprofile tells it."""
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            self.files.add(frame.f_code.co_filename)
            self.depth = max(self.depth, _ours_above(frame))


def _ours_above(frame: FrameType | None) -> int:
    number = 0
    while frame is not None:
        number += frame.f_code.co_filename.startswith(OURS)
        frame = frame.f_back
    return number


@contextmanager
def watched() -> Iterator[Seen]:
    """What runs inside."""
    seen = Seen()
    sys.setprofile(seen.note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def decline(client: Client, world: World) -> Seen:
    """An application comes in, and its officer declines it: what ran from press to answer."""
    case = drive.apply(world)
    drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)
    client.force_login(world.officer)
    page = address(case, "review_application")
    client.get(page)
    with watched() as seen:
        answer = client.post(page, {"step": "decline", "reasons": "Inte behörig"})
    assert answer.status_code == 302
    return seen


def test_one_click_gets_no_longer(client: Client, world: World) -> None:
    """As it goes on from the second time: the first one compiles the queries that all others use.

    Nine are layers around every page, and two steps stand in each other: it closes the case.
    """
    decline(client, world)

    seen = decline(client, world)

    assert len(seen.files) <= FILES
    assert seen.depth <= DEPTH
