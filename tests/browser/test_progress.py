"""Work in the background shows how far it is, spoken politely, and also without JavaScript."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from processes.renewal import changeover, tasks
from tests.browser.conftest import SignedIn
from tests.browser.test_accessibility import faults
from tests.country import certificates, draft, publish
from tests.world import START, World

SPOKEN = "main p[role=status]"


@pytest.fixture
def begun(shared_world: World) -> Any:
    certificates(shared_world, 8)
    return publish(shared_world, draft(shared_world))


def move(begun: Any, number: int) -> None:
    """Let a worker come so far."""
    ids = list(begun.parts.filter(done_at=None).order_by("pk").values_list("pk", flat=True))
    changeover._try(begun, ids[:number], at=START)


def look(page: Page, begun: Any) -> None:
    page.goto(reverse("changeover", args=[begun.cycle_id]))


def test_the_page_follows_the_work_and_leaves_the_reader_where_she_is(
    shared_world: World, begun: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.administrator) as page:
        look(page, begun)
        expect(page.get_by_text("0 av 8 klara")).to_be_visible()
        expect(page.get_by_role("link", name="Se hur långt")).to_be_hidden()
        page.get_by_role("link", name="Förnyelsecykel 2").focus()

        move(begun, 1)
        expect(page.get_by_text("1 av 8 klara")).to_be_visible()
        expect(page.locator(SPOKEN)).to_have_text("")
        move(begun, 5)
        expect(page.locator(SPOKEN)).to_have_text("Kommuner: 6 av 8 klara")
        assert faults(page) == []
        tasks.sweep()

        expect(page.get_by_role("heading", name="Det här har ändrats")).to_be_visible()
        expect(page.locator(SPOKEN)).to_contain_text("8 av 8 kommuner. Allt blev som")
        assert page.evaluate("document.activeElement.textContent") == "Förnyelsecykel 2"
        assert faults(page) == []


def test_when_the_server_is_silent_a_link_is_offered_until_it_answers(
    shared_world: World, begun: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.administrator) as page:
        look(page, begun)
        page.route("**/changeover/", lambda route: route.abort())
        link = page.get_by_role("link", name="Se hur långt")

        expect(link).to_be_visible()
        page.unroute("**/changeover/")
        expect(link).to_be_hidden()


def test_without_javascript_a_link_tells_how_far_it_is(
    shared_world: World, begun: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.administrator, java_script_enabled=False) as page:
        look(page, begun)
        move(begun, 5)

        page.get_by_role("link", name="Se hur långt").click()

        expect(page.get_by_text("5 av 8 klara")).to_be_visible()
        tasks.sweep()
        page.get_by_role("link", name="Se hur långt").click()
        expect(page.get_by_role("heading", name="Det här har ändrats")).to_be_visible()
