"""A text goes from the browser only when the server has stored it, whatever comes between."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer, swedish
from tests.browser.test_nothing_is_lost import PASSWORD, sign_in
from tests.support import drive
from tests.support.assessing import answer_of, criterion_url
from tests.support.world import World

pytestmark = pytest.mark.browser

MOTIVATION = "textarea[name=motivation]"
STATUS = "[data-autosave-status]"
TEXT = "Det här får inte försvinna"
NEXT = "button[value=next]"


@pytest.fixture
def case(shared_world: World) -> Any:
    """A case whose self-assessment is open; its coordinator has a password."""
    shared_world.coordinator.set_password(PASSWORD)
    shared_world.coordinator.save()
    return drive.accept(shared_world, drive.apply(shared_world))


def write(page: Page, case: Any) -> None:
    """Write without the automatic save, as if it were sent before the pause is over."""
    page.goto(criterion_url(case))
    page.route("**/assessment/LED-01/", _stop_automatic)
    page.fill(MOTIVATION, TEXT)


def _stop_automatic(route: Route) -> None:
    if "x-autosave" in route.request.headers:
        route.abort()
    else:
        route.fallback()


def offered(page: Page, case: Any) -> None:
    page.unroute_all()
    page.goto(criterion_url(case))
    expect(page.locator("[data-draft-text]")).to_contain_text(TEXT)


def test_a_proxy_s_page_is_no_proof(shared_world: World, case: Any, signed_in: SignedIn) -> None:
    with signed_in(shared_world.coordinator) as page:
        write(page, case)
        page.route("**/assessment/LED-01/", lambda route: route.fulfill(status=502, body="Bad"))
        page.click(NEXT)
        page.wait_for_load_state()
        page.unroute_all()
        page.goto("/")
        offered(page, case)


def test_a_lost_connection_loses_no_text(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        write(page, case)
        page.context.set_offline(True)
        with page.expect_event("requestfailed"):
            page.click(NEXT, no_wait_after=True)
        page.context.set_offline(False)
        page.goto("/")
        offered(page, case)


def test_signing_in_elsewhere_is_no_proof(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        write(page, case)
        page.context.clear_cookies(name="sessionid")
        page.route("**/js/*.js", lambda route: route.abort())
        page.click(NEXT)
        page.wait_for_url("**/accounts/login/**")
        page.unroute_all()
        page.goto("/accounts/login/")
        sign_in(page, shared_world.coordinator)
        page.goto("/cases/")
        offered(page, case)


def test_a_stored_text_is_offered_no_more(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        write(page, case)
        page.click(NEXT)
        page.wait_for_url("**/LED-02/")
        page.goto(criterion_url(case))
        kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
        cookies = [one["name"] for one in page.context.cookies()]

        expect(page.locator("[data-draft-offer]")).to_have_count(0)

    assert kept == []
    assert not [name for name in cookies if name.startswith("stored-")]
    assert answer_of(case).motivation == TEXT


def test_the_status_says_that_one_is_signed_out_and_the_text_is_kept(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        page.context.clear_cookies(name="sessionid")
        page.fill(MOTIVATION, TEXT)
        said = swedish("You are signed out. Your text is kept.")
        expect(page.locator(STATUS)).to_have_text(said)
        page.goto("/accounts/login/")
        sign_in(page, shared_world.coordinator)
        offered(page, case)


def test_saving_while_the_automatic_save_runs_meets_nobody(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        page.fill(MOTIVATION, "Först")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        with page.expect_request(lambda request: "x-autosave" in request.headers):
            pass
        page.fill(MOTIVATION, TEXT)
        page.click(NEXT)
        page.wait_for_url("**/LED-02/")

    assert answer_of(case).motivation == TEXT


def test_a_file_that_could_not_be_sent_is_named(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    url = f"/case/{case.number}/evidence/add/"
    with signed_in(shared_world.coordinator) as page:
        page.goto(url)
        page.fill("[name=title]", TEXT)
        given = {"name": "rutin.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        page.set_input_files("[name=file]", files=[given])
        page.route(f"**{url}", lambda route: route.fulfill(status=429, body="Too many"))
        page.click(f"text={swedish('Add the evidence')}")
        page.wait_for_load_state()
        page.unroute_all()
        page.goto(url)

        expect(page.locator("[data-draft-text]")).to_contain_text(TEXT)
        expect(page.locator("[data-draft-files]")).to_contain_text("rutin.pdf")


def test_an_address_without_https_gets_our_own_words(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator) as page:
        page.goto(criterion_url(case))
        page.click("section.panel summary")
        page.fill("[name=evidence-title]", "Styrdokument")
        page.fill("[name=evidence-link]", "inte en adress")
        page.click("section.panel button[value=stay]")
        expect(page.locator("[data-error-summary]")).to_contain_text("Skriv hela adressen")
        page.fill("[name=evidence-link]", "www.kiruna.se/styrdok")
        page.click("section.panel button[value=stay]")
        expect(page.locator("section.panel")).to_contain_text("https://www.kiruna.se/styrdok")


def test_without_scripts_the_server_keeps_it(
    shared_world: World, case: Any, signed_in: SignedIn
) -> None:
    with signed_in(shared_world.coordinator, java_script_enabled=False) as page:
        page.goto(criterion_url(case))
        page.fill(MOTIVATION, TEXT)
        page.context.clear_cookies(name="sessionid")
        page.click(NEXT)
        page.wait_for_url("**/accounts/login/**")
        assert "loggats ut" in page.inner_text("main")
        sign_in(page, shared_world.coordinator)
        assert TEXT in page.inner_text("main")
        Pointer(page).press("Send it again as it was")
        page.wait_for_url(re.compile("LED-02"))
        assert TEXT not in page.inner_text("main")

    assert answer_of(case).motivation == TEXT
