"""With scripts, the button pressed is the button that counts: to send, or to keep for later."""

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.support import drive, stages
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("button", "state"),
    [("Save and continue later", "proposed"), ("Send the answer", "objected")],
)
def test_what_was_written_goes_where_the_button_says(
    shared_world: World, signed_in: SignedIn, button: str, state: str
) -> None:
    case = stages.team_proposed(shared_world, shared_world.municipality)
    task = drive.open_task(case, "consider_team")
    if task.owner is None:
        drive.claim(task, by=shared_world.coordinator, at=shared_world.at)

    with signed_in(shared_world.coordinator) as page:
        page.goto(f"/task/{task.pk}/")
        coordinator = Pointer(page)
        coordinator.choose("answer", "object")
        coordinator.write("reasons", "Hon har varit rådgivare åt oss.")
        coordinator.press(button)

    audit = drive.fresh(case).audit
    assert audit.current_state == state
