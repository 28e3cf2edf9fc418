"""An officer at a browser: takes a task and hands it back, again and again."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from chaos.people.clicks import Click
from chaos.site import Site

INSIDE = ("-m", "chaos.inside", "chaos.people.reviewing")
PAUSE_SECONDS = 0.3


@dataclass
class Desk:
    """What happened to each step they took: how long it lasted, and whether it was answered."""

    site: Site
    session: str
    task: int
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def work(self, until: Event) -> None:
        """One step after the other."""
        while not until.is_set():
            for step, words in (("claim", ""), ("hand-back", "because=Nu")):
                self._take(f"/task/{self.task}/{step}/", words)
                until.wait(PAUSE_SECONDS)

    def _take(self, path: str, words: str) -> None:
        began = time.monotonic()
        try:
            answer = Click(self.site.web_port, self.session).send(path, words)
            status = "" if answer.is_accepted else str(answer.status)
        except OSError as error:
            status = type(error).__name__
        self.seconds.append(time.monotonic() - began)
        if status:
            self.refused.append(f"{path}: {status}")


@contextmanager
def somebody_works(site: Site) -> Iterator[Desk]:
    """Steps are taken on the pages all the while."""
    desk, stop = Desk(site, **json.loads(site.run(*INSIDE))), Event()
    thread = Thread(target=desk.work, args=(stop,))
    thread.start()
    try:
        yield desk
    finally:
        stop.set()
        thread.join()
