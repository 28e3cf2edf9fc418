"""Writing an answer in a real browser: what was written is never lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from processes.models import Answer, Evidence
from tests.browser.conftest import SignedIn
from tests.support import drive
from tests.support.assessing import answer_of, criterion_url
from tests.support.world import World

MOTIVATION = "textarea[name=motivation]"
STATUS = "[data-autosave-status]"


@pytest.fixture
def case(shared_world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(shared_world, drive.apply(shared_world))


def saved(page: Page) -> None:
    expect(page.locator(STATUS)).to_have_text(re.compile(r"\d\d:\d\d"))


def test_a_pause_in_the_writing_saves_and_says_so(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        page.fill(MOTIVATION, "Vi har ett beslut")
        saved(page)
        page.type(MOTIVATION, " sedan 2024")
        expect(page.locator("[name=version]")).to_have_value("2")

    assert answer_of(case).motivation == "Vi har ett beslut sedan 2024"


def test_two_who_write_at_once_both_see_both_texts(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        Answer.objects.filter(pk=answer_of(case).pk).update(version=5, motivation="Deras")
        page.fill(MOTIVATION, "Min egen")
        expect(page.locator(f"{STATUS}.saved--failed")).to_be_visible()
        page.click("button[value=next]")
        page.wait_for_load_state()
        words = page.inner_text("main")

    assert "Deras" in words
    assert "Min egen" in words


def test_a_text_outlives_the_session(shared_world: World, case: Any, signed_in: SignedIn) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        cookies = page.context.cookies()
        page.context.clear_cookies(name="sessionid")
        page.fill(MOTIVATION, "Skrivet efter utloggning")
        expect(page.locator(f"{STATUS}.saved--failed")).to_be_visible()
        page.click("button[value=next]")
        page.wait_for_url("**/accounts/login/**")

        page.context.add_cookies(cookies)
        page.goto(criterion_url(case))
        offer = page.locator("[data-draft-offer]")
        expect(offer).to_contain_text("Skrivet efter utloggning")
        page.click("[data-draft-use]")
        saved(page)

    assert answer_of(case).motivation == "Skrivet efter utloggning"


def test_enter_never_removes_evidence(shared_world: World, case: Any, signed_in: SignedIn) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        for number in (1, 2):
            page.click("section.panel summary")
            page.fill("[name=evidence-title]", f"Beslut {number}")
            page.fill("[name=evidence-link]", f"https://example.org/{number}")
            page.press("[name=evidence-title]", "Enter")
            page.wait_for_selector(f"text=Beslut {number}")

    assert Evidence.objects.filter(removed_at=None).count() == 2
