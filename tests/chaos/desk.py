"""An officer at a browser: takes a task and hands it back, again and again.

``python -m tests.chaos.desk`` prepares her case and tells, as JSON, how to be her.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from tests.chaos.clicks import Click, sign_in
from tests.chaos.site import Site

PAUSE_SECONDS = 0.3


@dataclass
class Desk:
    """What happened to each step she took: how long it lasted, and whether it was answered."""

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
    desk, stop = Desk(site, **json.loads(site.run("-m", "tests.chaos.desk"))), Event()
    thread = Thread(target=desk.work, args=(stop,))
    thread.start()
    try:
        yield desk
    finally:
        stop.set()
        thread.join()


def prepare() -> dict[str, object]:
    """A case that waits for review, and two officers, one of whom wants to hear at once."""
    from django.utils import timezone

    from notifications.models import Preference
    from processes.roles import Role
    from tests import drive
    from tests import world as worlds

    world = worlds.build()
    world.at = timezone.now()
    colleague = worlds.person("Harald Handläggare", world.body, Role.OFFICER)
    Preference.objects.create(person=colleague, pace=Preference.Pace.AT_ONCE)
    task = drive.open_task(drive.apply(world), "review_application")
    return {"session": sign_in(world.officer), "task": task.pk}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(prepare()))
