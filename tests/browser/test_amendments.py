"""A locked report is corrected by links and buttons alone, on pages that everybody can use."""

import pytest
from playwright.sync_api import Page

from processes.models import Amendment
from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.browser.test_accessibility import faults
from tests.support import stages
from tests.support.world import World

pytestmark = pytest.mark.browser


def look(signed_in: SignedIn, who: object, *addresses: str) -> list[str]:
    """What is wrong with pages as somebody sees them, in a browser with scripts."""
    found: list[str] = []
    with signed_in(who) as page:
        for address in addresses:
            page.goto(address)
            found += [f"{address}: {fault}" for fault in faults(page)]
    return found


def printed(page: Page, address: str) -> bool:
    """Both sides of what differs are seen on paper as well."""
    page.goto(address)
    page.emulate_media(media="print")
    return page.locator("table.rows").last.is_visible()


def test_a_correction_is_proposed_without_scripts(shared_world: World, signed_in: SignedIn) -> None:
    world = shared_world
    case = stages.deciding(world, world.municipality)
    with signed_in(world.auditor, java_script_enabled=False) as page:
        page.goto(f"/case/{case.number}/")
        lead = Pointer(page)
        lead.follow("Propose a correction of the locked report")
        page.locator("a[href*='criterion=LED-03']").click()
        lead.choose("level", "4")
        lead.choose("grade", "strength")
        lead.choose("recommendation", "grant_after_actions")
        lead.press("Propose the correction")  # without a reason
        lead.write("because", "Stickprovet var felräknat.")
        page.locator("input[name=fits]").check()  # asked for once the grade is another
        lead.press("Propose the correction")

    made = Amendment.objects.get()
    assert made.after["grade"] == "strength"
    way = f"/case/{case.number}/report/correct/"
    broken = look(signed_in, world.officer, f"/case/{case.number}/correction/1/")
    broken += look(signed_in, world.coordinator, f"/case/{case.number}/report/1/")
    with signed_in(world.auditor) as page:
        page.goto(way)
        broken += faults(page)
    assert not broken, "\n".join(broken)


def test_both_sides_are_read_on_a_small_screen_and_on_paper(
    shared_world: World, signed_in: SignedIn
) -> None:
    world = shared_world
    case = stages.reconsidering(world, world.municipality)
    correction, report = f"/case/{case.number}/correction/1/", f"/case/{case.number}/report/2/"

    broken = look(signed_in, world.coordinator, correction, report)

    with signed_in(world.coordinator, java_script_enabled=False) as page:
        assert printed(page, correction)
        assert printed(page, report)
    assert not broken, "\n".join(broken)
