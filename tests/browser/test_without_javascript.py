"""Everything can be done without JavaScript: pages, links and buttons are enough."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from processes.models import Case
from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.browser.main_tasks import (
    accept,
    apply,
    grade,
    grant,
    present_a_team,
    ready_to_decide,
    sign,
    take,
    take_next,
)
from tests.support import drive, stages
from tests.support.world import World

pytestmark = pytest.mark.browser

Visit = Callable[[Any], Pointer]


@pytest.fixture
def visit(signed_in: SignedIn) -> Iterator[Visit]:
    """``visit(person)``: the person's inbox in a browser that runs no script."""
    with ExitStack() as pages:

        def open_inbox(person: Any) -> Pointer:
            page = pages.enter_context(signed_in(person, java_script_enabled=False))
            page.goto("/")
            return Pointer(page)

        yield open_inbox


def test_from_a_new_application_to_a_submitted_self_assessment(
    shared_world: World, visit: Visit
) -> None:
    apply(visit(shared_world.coordinator))
    accept(visit(shared_world.officer))
    sign(visit(shared_world.signatory))

    coordinator = visit(shared_world.coordinator)
    coordinator.follow("Assess your own service")
    coordinator.follow("Krav 1")
    number = Case.objects.get().self_assessment.answers.count()
    for position in range(1, number + 1):
        coordinator.choose("level", "3")
        coordinator.write("motivation", f"Så gör vi i fråga {position}.")
        last = position == number
        coordinator.press("Save and go to the list" if last else "Save and go to the next")
    coordinator.follow("Check and hand over")
    coordinator.press("Hand over to the signatory")

    signatory = visit(shared_world.signatory)
    take(signatory, "Submit the self-assessment")
    signatory.tick("declared")
    signatory.press("Submit the self-assessment")

    case = Case.objects.get()
    assert drive.nodes(case) == ["lead_audit"]
    texts = set(case.self_assessment.answers.values_list("motivation", flat=True))
    assert texts == {f"Så gör vi i fråga {position}." for position in range(1, number + 1)}


def test_an_audit_is_taken_and_graded_and_a_certificate_granted(
    shared_world: World, visit: Visit
) -> None:
    led = stages.to_be_led(shared_world, shared_world.municipality)
    present_a_team(visit(shared_world.auditor))
    assert drive.nodes(led) == ["consider_team"]

    place = stages.new_municipality(shared_world, "9001", "Ort")
    graded = stages.visiting(shared_world, place)
    grade(visit(shared_world.auditor))
    assert graded.audit.findings.get(grade="minor").criterion.code == "LED-01"


def test_the_next_task_is_taken(shared_world: World, visit: Visit) -> None:
    case = stages.submitted(shared_world, shared_world.municipality)
    take_next(visit(shared_world.officer))

    assert drive.open_task(case, "review_application").owner == shared_world.officer


def test_a_decision_is_declared_for_and_made(shared_world: World, visit: Visit) -> None:
    case = ready_to_decide(shared_world)
    grant(visit(shared_world.decision_maker))

    assert drive.fresh(case).decisions.get().current_state == "granted"
