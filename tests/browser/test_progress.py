"""Work in the background shows how far it is, spoken politely, and also without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from processes.models import Forecast
from processes.renewal import tasks
from processes.renewal.changeover import changes as changeover
from processes.renewal.forecast import forecasts
from processes.simulation import days
from tests.browser.conftest import SignedIn
from tests.browser.test_accessibility import faults
from tests.support.country import certificates, draft, publish
from tests.support.world import START, World

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


def sixty_months(_cycles: Any, size: forecasts.Size, tell: Any) -> Any:
    """Stands for the simulated years: waves, and somewhat lower ones under the draft."""
    months = list(days.months(size.first, size.first + timedelta(days=1825)))
    now = [(month, 12 + (number * 7) % 19) for number, month in enumerate(months)]
    return [now, [(month, number * 3 // 4) for month, number in now]]


def test_a_forecast_is_followed_to_its_pictures(
    shared_world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecasts, "_simulator", [sixty_months])
    cycle = draft(shared_world)
    with signed_in(shared_world.administrator) as page:
        page.goto(reverse("forecast", args=[cycle.pk]))
        page.get_by_role("button", name="Gör prognosen").click()
        expect(page.get_by_text("0 av 1826 klara")).to_be_visible()
        expect(page.get_by_role("link", name="Se hur långt")).to_be_hidden()
        assert faults(page) == []

        Forecast.objects.update(done=1000)
        expect(page.locator(SPOKEN)).to_have_text("Dagar: 1000 av 1826 klara")
        tasks.foresee()

        expect(page.get_by_role("heading", name="Revisorsdagar per månad")).to_be_visible()
        expect(page.locator(SPOKEN)).to_contain_text("med utkastet")
        assert faults(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
