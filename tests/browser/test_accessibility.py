"""0 axe violations and no horizontal scrolling on every page, for every role, in every state."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, SignedIn
from tests.browser.crawl import Seen, pages
from tests.support.stages import every_state
from tests.support.world import World

ROLES = (
    "coordinator",
    "signatory",
    "contributor",
    "officer",
    "auditor",
    "decision_maker",
    "administrator",
    "observer",
)
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@pytest.fixture
def all_pages(shared_world: World) -> list[Seen]:
    every_state(shared_world)
    found = [page for role in ROLES for page in pages(getattr(shared_world, role), role)]
    return found + pages(None, "public", "/register/") + pages(None, "public", "/accounts/login/")


def _differently_built(seen: list[Seen]) -> dict[str, list[str]]:
    """For each role the pages whose shape no page before had."""
    shapes: set[str] = set()
    chosen: dict[str, list[str]] = {}
    for page in seen:
        if page.shape not in shapes:
            shapes.add(page.shape)
            chosen.setdefault(page.who, []).append(page.address)
    return chosen


def faults(page: Page) -> list[str]:
    """axe's violations in light and dark, and a page wider than a small telephone."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AXE.read_text())
        violations: list[Any] = page.evaluate(RUN)
        found += [f"{scheme} {v['id']}: {json.dumps(v['nodes'][0]['target'])}" for v in violations]
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        found.append(f"{width} px wide at 320 px")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.timeout(900)
def test_every_page_of_every_role_is_accessible_and_narrow(
    all_pages: list[Seen], shared_world: World, signed_in: SignedIn, record_property: Any
) -> None:
    chosen = _differently_built(all_pages)
    broken: list[str] = []
    for who, addresses in chosen.items():
        person = None if who == "public" else getattr(shared_world, who)
        with signed_in(person, viewport={"width": 1280, "height": 900}) as page:
            for address in addresses:
                page.goto(address)
                broken += [f"{who} {address}: {fault}" for fault in faults(page)]

    record_property("pages", len(all_pages))
    record_property("looked_at", sum(len(addresses) for addresses in chosen.values()))
    assert len(all_pages) > 300
    assert not broken, "\n".join(broken)
