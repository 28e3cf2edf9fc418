"""People who apply, review and sign over HTTP while processes are killed, and try again."""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from django.utils import timezone

from processes.models import Case, Organisation, Person
from tests.config import crowd
from tests.production.browser import Browser
from tests.support import drive, stages, visitor
from tests.support.visitor import Visitor
from tests.support.world import World
from workflow.trail import proof

PATIENCE = 40


def build(number: int, old: int) -> None:
    """Make their municipalities, and old cases whose reminders are due; the trail proves all."""
    crowd.build(old)
    names = ("Karin Koordinator", "Sten Firmatecknare", "Mia Medarbetare")
    people = dict(
        zip(("coordinator", "signatory", "contributor"), map(_person, names), strict=True)
    )
    world: World = type("Three", (), {**people, "way": None})()
    for one in range(number):
        stages.new_municipality(world, f"9{one:03}", f"Nyort{one}")
    # The scheme and its people were put there past the trail, as by an import.
    proof.seal(timezone.now())


def _person(name: str) -> Person:
    return Person.objects.get(name=name)


class Applicants:
    """A municipality and the body's officer, from application to signed agreement."""

    def __init__(self, number: int) -> None:
        self.place = Organisation.objects.get(code=f"9{number:03}")
        self.tries = 0

    def work(self) -> int:
        self._until(lambda: self._case() is not None, self._begin)
        self._task("apply", "Karin Koordinator", self._apply)
        self._task("review_application", "Hanna Handläggare", self._accept)
        self._task("sign_agreement", "Sten Firmatecknare", self._sign)
        return self.tries

    def _case(self) -> Case | None:
        return Case.objects.filter(certification__organisation=self.place).first()

    def _begin(self) -> None:
        page = Visitor(_person("Karin Koordinator")).open("/").follow("Ny ansökan")
        page.press("Börja ansökan", municipality=str(self.place.pk))

    def _apply(self, page: Visitor) -> None:
        said = {"scope": "Service till företag", "sites": "Stadshuset", "consultancy": "Nej"}
        page.press("Kontrollera ansökan", **said)
        page.press("Skicka in ansökan")

    def _accept(self, page: Visitor) -> None:
        questions = ("enough_information", "body_is_competent", "no_conflict_of_interest")
        page.press("Godta ansökan", **dict.fromkeys(questions, "yes"))

    def _sign(self, page: Visitor) -> None:
        page.press("Skriv under avtalet", agree=True)

    def _task(self, node: str, name: str, act: Callable[[Visitor], None]) -> None:
        def attempt() -> None:
            task = drive.open_task(self._case(), node)
            page = Visitor(_person(name)).open(f"/task/{task.pk}/")
            if task.owner_id is None:
                page.press("Ta uppgiften")
            act(page)

        self._until(lambda: node not in drive.nodes(self._case()), attempt)

    def _until(self, done: Callable[[], bool], attempt: Callable[[], None]) -> None:
        """Try again as a person does whose page did not come; whatever had been done stays."""
        end = time.monotonic() + PATIENCE
        while not done():
            try:
                attempt()
            except (OSError, HTTPException, AssertionError):
                self.tries += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)


def work(number: int, port: int) -> None:
    """Let all of them work; the last line tells how it went, as JSON."""
    visitor.Client = Browser
    Browser.port = port
    with ThreadPoolExecutor(3) as pool:
        tries = sum(pool.map(lambda one: Applicants(one).work(), range(number)))
    sys.stdout.write(json.dumps({"answers": Browser.answers, "tries": tries}) + "\n")
