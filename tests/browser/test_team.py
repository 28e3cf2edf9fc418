"""The team is changed by links and buttons alone, on pages that everybody can use."""

import pytest
from playwright.sync_api import Page

from processes.audit.team import changes as team
from processes.models import TeamMember
from processes.roles import Role
from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.browser.main_tasks import take
from tests.browser.test_accessibility import faults
from tests.support import drive, stages
from tests.support.world import World, person

pytestmark = pytest.mark.browser


def look(page: Page, signed_in: SignedIn, who: object) -> list[str]:
    """What is wrong with the page that somebody has before them, in a browser with scripts."""
    with signed_in(who) as other:
        other.goto(page.url)
        return faults(other)


def test_somebody_is_replaced_declares_and_is_considered(
    shared_world: World, signed_in: SignedIn
) -> None:
    world = shared_world
    case = drive.join(world, stages.visiting(world, world.municipality), world.second_auditor)
    tea = person("Tea Tredje", world.body, Role.AUDITOR)
    gone = TeamMember.objects.get(person=world.second_auditor)
    broken: list[str] = []

    with signed_in(world.officer, java_script_enabled=False) as page:
        page.goto(f"/case/{case.number}/audit/")
        officer = Pointer(page)
        officer.follow("Change the team")
        broken += look(page, signed_in, world.officer)
        officer.choose("leaves", str(gone.pk))
        officer.press("Change the team")  # without a reason
        officer.choose("joins", str(tea.pk))
        officer.write("reasons", "Är sjuk.")
        officer.press("Change the team")
    with signed_in(tea, java_script_enabled=False) as page:
        page.goto("/")
        joining = Pointer(page)
        joining.follow("Declare impartiality for the audit")
        broken += look(page, signed_in, tea)
        joining.choose("declaration", "none")
        joining.press("Send the declaration")
    with signed_in(world.coordinator, java_script_enabled=False) as page:
        page.goto("/")
        coordinator = Pointer(page)
        coordinator.follow("Consider a new member of the audit team")
        broken += look(page, signed_in, world.coordinator)
        coordinator.choose("answer", "accept")
        coordinator.press("Send the answer")

    names = {one.person for one in drive.fresh(case).audit.current_team}
    assert names == {world.auditor, tea}
    assert TeamMember.objects.get(person=tea).current_state == "seated"
    assert not broken, "\n".join(broken)


def test_the_officer_sees_to_a_place(shared_world: World, signed_in: SignedIn) -> None:
    world = shared_world
    case = drive.join(world, stages.visiting(world, world.municipality), world.second_auditor)
    second = world.second_auditor
    team.declare_conflict(case.audit, by=second, at=world.at, reason="Min syster.")

    with signed_in(world.officer, java_script_enabled=False) as page:
        page.goto("/inbox/team/")
        officer = Pointer(page)
        take(officer, "See to the place of somebody who left the audit team")
        broken = look(page, signed_in, world.officer)
        officer.choose("joins", "nobody")
        officer.write("reasons", "En räcker.")
        officer.press("Decide")

    assert case.audit.vacancies.get().current_state == "left_empty"
    assert not broken, "\n".join(broken)


def test_of_a_team_in_part_known_the_new_are_considered(
    shared_world: World, signed_in: SignedIn
) -> None:
    world = shared_world
    case = stages.team_proposed(world, world.municipality)
    TeamMember.objects.filter(person=world.auditor).update(state="seated")
    TeamMember.objects.create(
        audit=case.audit, person=world.second_auditor, state="declared", joined_at=world.at
    )

    with signed_in(world.coordinator, java_script_enabled=False) as page:
        page.goto("/")
        take(Pointer(page), "Consider the audit team")
        broken = look(page, signed_in, world.coordinator)
        assert page.get_by_text(world.auditor.name).count() == 1
        assert page.locator("#known").count() == 1

    assert not broken, "\n".join(broken)
