"""A certificate is suspended by links and buttons alone, on pages that everybody can use."""

import pytest
from playwright.sync_api import Page

from processes.models import Proposal
from processes.sanctions import actions
from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.browser.test_accessibility import faults
from tests.support import sanctioning, stages
from tests.support.world import World

pytestmark = pytest.mark.browser


def look(signed_in: SignedIn, who: object, *addresses: str) -> list[str]:
    """What is wrong with pages as somebody sees them, in a browser with scripts."""
    found: list[str] = []
    with signed_in(who) as page:
        for address in addresses:
            found += _looked_at(page, address)
    return found


def _looked_at(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    return [f"{address}: {fault}" for fault in faults(page)]


def test_a_certificate_is_suspended_without_scripts(
    shared_world: World, signed_in: SignedIn
) -> None:
    world = shared_world
    case = stages.granted(world, world.municipality)
    about = f"/certificate/{sanctioning.newest(case)}"
    with signed_in(world.officer, java_script_enabled=False) as page:
        page.goto(f"{about}/status/")
        officer = Pointer(page)
        page.locator("a[href*='/propose/suspend/']").click()
        officer.choose("ground", "misuse")
        officer.write("facts", "Märket sitter på fel tjänst.")
        page.locator("select[name=named]").select_option(index=1)
        officer.press("Send the proposal")  # without conditions
        officer.write("conditions", "Ta bort märket.")
        officer.press("Send the proposal")

    asked = Proposal.objects.get()
    assert asked.current_state == "hearing"
    hearing = f"/task/{sanctioning.task_of(asked).pk}/"
    own = f"{about}/proposal/1/"
    broken = look(signed_in, world.officer, f"{about}/status/", f"{about}/propose/withdraw/")
    broken += look(signed_in, world.signatory, own, f"{about}/ask/end/")
    broken += look(signed_in, world.coordinator, hearing, own)
    broken += _decided(world, signed_in, asked)
    broken += look(signed_in, world.coordinator, f"{about}/decision/2/", f"{about}/", own)
    broken += look(signed_in, world.signatory, f"{about}/decision/2/appeal/", f"{about}/status/")
    broken += look(signed_in, None, f"/register/{world.municipality.code}/", "/register/")
    assert not broken, "\n".join(broken)


def _decided(world: World, signed_in: SignedIn, asked: Proposal) -> list[str]:
    """The room, also when its basis has changed; it is decided without scripts."""
    sanctioning.entered(world, sanctioning.answered(world, asked))
    sanctioning.proposed(world, asked.case, asked.Kind.WITHDRAW)
    room = f"/task/{sanctioning.task_of(asked).pk}/"
    broken = look(signed_in, world.decision_maker, room)
    with signed_in(world.decision_maker) as page:
        page.goto(room)
        hand = Pointer(page)
        hand.choose("choice", "as_proposed")
        hand.write("reasons", "Märket vilseleder.")
        hand.press("Record the decision")
        broken += [f"{room} changed: {fault}" for fault in faults(page)]
    with signed_in(world.decision_maker, java_script_enabled=False) as page:
        actions.freeze_anew(asked, by=world.decision_maker, at=world.at)
        page.goto(room)
        hand = Pointer(page)
        hand.choose("choice", "as_proposed")
        hand.press("Record the decision")
    assert sanctioning.fresh(asked).current_state == "decided"
    return broken
