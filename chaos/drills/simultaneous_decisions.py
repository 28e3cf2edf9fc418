"""Fifty windows in which the same decision is pressed at the same moment, again and again."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from chaos.people.clicks import PATIENCE, Click, Reply
from chaos.report import Figure, none_of, same, told
from chaos.scene import Scene
from chaos.services import wait
from chaos.site import Site

NEEDS_SERVICES = True
SIZES = {"full": 200, "short": 5}
INSIDE = ("-m", "chaos.inside", "chaos.people.undecided")
WINDOWS = 50
PROCESSES = 13
"""Of four threads each: no window waits for another's answer."""
CHOICES = ("grant", "refuse")
SAID_TO_ONESELF = "Bara det du skickade först gäller."
"""One person sits at all the windows: being first oneself is no conflict, but is said."""

DECIDED = "SELECT count(*) FROM processes_decision WHERE state IN ('granted', 'refused')"
GRANTED = "SELECT count(*) FROM processes_decision WHERE state = 'granted'"
STEPS = """
    SELECT count(*) FROM workflow_trailentry
    WHERE subject_label = 'processes.decision' AND step IN ('grant', 'refuse')
"""
NUMBERS = "SELECT number FROM processes_certificate ORDER BY number"


@dataclass
class Press:
    """One window: what it sent, and the answer it got."""

    words: str
    reply: Reply

    @property
    def met_another_text(self) -> bool:
        """It was late by so little that the case was still to be decided when it was looked at."""
        return self.reply.status == 409 and 'name="reasons"' in self.reply.page

    @property
    def is_told(self) -> bool:
        """The page says that another was first, and still has the text."""
        is_told = self.reply.status == 409 or SAID_TO_ONESELF in self.reply.page
        return is_told and self.words in self.reply.page


def drill(scene: Scene, cases: int) -> Iterator[Figure]:
    """Half of the windows grant and half refuse; each case is decided once, by one of them."""
    with scene.site(broker=False) as (site, _sink):
        for line in site.lines(*INSIDE, str(cases)):
            scene.say(line.strip())
        ready = json.loads(line)
        site.start_web(PROCESSES)
        wait(site.is_ready, "the pages")
        pressed = [_press(site, ready["session"], task) for task in ready["tasks"]]
        yield from _figures(site, pressed)
        told_trail = site.run("manage.py", "verify_trail").strip()
        yield Figure("the trail, verified", "it holds", told_trail, "The trail holds" in told_trail)


def _press(site: Site, session: str, task: int) -> list[Press]:
    """Every window is connected before the first of them sends."""
    barrier = Barrier(WINDOWS)

    def window(number: int) -> Press:
        reasons = f"Reasons-of-window-{number}."
        sent = f"version=0&dissent=&decide=1&choice={CHOICES[number % 2]}&reasons={reasons}"
        click = Click(site.web_port, session)
        click.connect()
        barrier.wait(PATIENCE)
        return Press(reasons, click.send(f"/task/{task}/", sent))

    with ThreadPoolExecutor(WINDOWS) as pool:
        return list(pool.map(window, range(WINDOWS)))


def _figures(site: Site, pressed: list[list[Press]]) -> Iterator[Figure]:
    cases, presses = len(pressed), [press for case in pressed for press in case]
    losers = [press for press in presses if not press.reply.is_accepted]
    once = sum(sum(one.reply.is_accepted for one in case) == 1 for case in pressed)
    yield told("cases × windows that press at the same moment", f"{cases} × {WINDOWS}")
    yield same("cases in which exactly one window is thanked", asked=cases, reached=once)
    for what, question in (("decisions made", DECIDED), ("their steps in the trail", STEPS)):
        yield same(what, asked=cases, reached=site.ask(question)[0][0])
    numbers = [int(row[0].rsplit("-", 1)[1]) for row in site.ask(NUMBERS)]
    granted = site.ask(GRANTED)[0][0]
    yield same("certificates, one for each that was granted", asked=granted, reached=len(numbers))
    yield none_of("their numbers that are missing or double", _astray(numbers))
    untold = [press for press in losers if not press.is_told]
    what = f"windows not told that another was first, or whose text was lost, of {len(losers):,}"
    yield none_of(what, len(untold))
    close = sum(press.met_another_text for press in losers)
    yield told(
        "of them late by so little that their page was still that of the decision", f"{close:,}"
    )
    yield none_of("errors of the server", _server_errors(presses))


def _astray(numbers: list[int]) -> int:
    """How far the numbers are from 1, 2, 3 and so on, each once."""
    found = Counter(numbers)
    expected = Counter(range(1, len(numbers) + 1))
    return sum(((found - expected) | (expected - found)).values())


def _server_errors(presses: list[Press]) -> int:
    return sum(press.reply.status >= 500 for press in presses)
