"""Impatience, a colleague at the same text, a session that ends: nothing is lost or doubled."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from processes.models import Evidence
from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer, swedish, wait_until_saved
from tests.support import drive, stages
from tests.support.assessing import criterion_url
from tests.support.hands import address
from tests.support.world import World

pytestmark = pytest.mark.browser

PASSWORD = "sjöbod-vid-skäret-57"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def sign_in(page: Page, person: Any) -> None:
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def test_a_double_click_makes_one_row(shared_world: World, signed_in: SignedIn) -> None:
    case = stages.assessing(shared_world, shared_world.municipality)
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        page.click("section.panel summary")
        page.fill("[name=evidence-title]", "Beslutet")
        page.fill("[name=evidence-link]", "https://example.org/beslut")
        page.dblclick("section.panel button[value=stay]")
        page.wait_for_selector("section.panel >> text=Beslutet")
        expect(page.locator("[data-draft-offer]")).to_have_count(0)

    assert Evidence.objects.count() == 1


def test_a_finding_graded_in_two_tabs_shows_both_texts(
    shared_world: World, signed_in: SignedIn
) -> None:
    case = stages.visiting(shared_world, shared_world.municipality)
    with signed_in(shared_world.auditor) as page:
        page.goto(f"/case/{case.number}/audit/workspace/?criterion=LED-01")
        other = page.context.new_page()
        other.goto(page.url)
        page.fill("[name=statement]", "Skrivet i den ena fliken")
        wait_until_saved(page)
        other.fill("[name=statement]", "Skrivet i den andra fliken")
        expect(other.locator(".saved--failed")).to_be_visible()
        Pointer(other).press("Save")
        words = other.inner_text(".versions")

    assert "Skrivet i den ena fliken" in words
    assert "Skrivet i den andra fliken" in words


def test_any_text_outlives_the_session(shared_world: World, signed_in: SignedIn) -> None:
    case = stages.draft(shared_world, shared_world.municipality)
    shared_world.coordinator.set_password(PASSWORD)
    shared_world.coordinator.save()
    with signed_in(shared_world.coordinator) as page:
        page.goto(address(case, "apply"))
        page.fill("[name=scope]", "Skrivet före utloggningen")
        page.context.clear_cookies(name="sessionid")
        pointer = Pointer(page)
        pointer.press("Save and continue later")
        page.wait_for_url("**/accounts/login/**")
        sign_in(page, shared_world.coordinator)

        page.goto(address(case, "apply"))
        expect(page.locator("[data-draft-text]")).to_have_text("Skrivet före utloggningen")
        page.click("[data-draft-use]")
        pointer.press("Save and continue later")
        page.goto(address(case, "apply"))
        expect(page.locator("[data-draft-offer]")).to_have_count(0)

    assert drive.fresh(case).application.scope == "Skrivet före utloggningen"


def test_another_language_keeps_the_page_and_the_text(
    shared_world: World, signed_in: SignedIn
) -> None:
    case = stages.draft(shared_world, shared_world.municipality)
    with signed_in(shared_world.coordinator) as page:
        page.goto(address(case, "apply"))
        before = page.url
        page.fill("[name=scope]", "Halvskriven text")
        with page.expect_navigation():
            page.click("button[lang=en]")

        assert page.url == before
        assert page.get_attribute("html", "lang") == "en"
        assert "Apply for certification" in page.inner_text("main")
        assert swedish("Check the application") not in page.inner_text("main")
        expect(page.locator("[data-draft-text]")).to_have_text("Halvskriven text")


def test_large_text_and_narrow_windows_never_scroll_sideways(
    shared_world: World, signed_in: SignedIn
) -> None:
    case = stages.assessing(shared_world, shared_world.municipality)
    room = stages.in_the_decision_room(
        shared_world, stages.new_municipality(shared_world, "9001", "Ort")
    )
    visits = [
        (shared_world.coordinator, "/"),
        (shared_world.coordinator, criterion_url(case)),
        (shared_world.decision_maker, address(room, "decide")),
    ]
    for person, where in visits:
        with signed_in(person) as page:
            for width, size in ((1280, "200%"), (640, "200%"), (320, "100%")):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(where)
                page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
                assert not page.evaluate(WIDE), f"{where} at {width} px, text {size}"
