"""Before a session ends the page says so, and one press goes on."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.support.world import World

BOX = "[data-session]"


def test_the_warning_comes_in_time_and_one_press_extends(
    shared_world: World, signed_in: SignedIn, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 200
    with signed_in(shared_world.coordinator) as page:
        page.goto("/")
        expect(page.locator(BOX)).to_contain_text("Du loggas ut om 4 minuter")
        settings.SESSION_COOKIE_AGE = 2000
        page.get_by_role("button", name="Stanna kvar").click()
        expect(page.locator(BOX)).to_be_hidden()


def test_who_was_signed_out_is_told_so(
    shared_world: World, signed_in: SignedIn, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 2
    with signed_in(shared_world.coordinator) as page:
        page.goto("/")
        expect(page.locator(BOX)).to_contain_text("Du är utloggad.")
        expect(page.get_by_role("link", name="Logga in, i en ny flik")).to_be_visible()
