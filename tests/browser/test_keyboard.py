"""Each role does its main task without a pointer, and sees where she is."""

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.doing import Keyboard, swedish
from tests.browser.main_tasks import MAIN_TASKS, one_answer_missing
from tests.support.assessing import criterion_url
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", MAIN_TASKS)
def test_by_keyboard_alone(name: str, shared_world: World, signed_in: SignedIn) -> None:
    task = MAIN_TASKS[name]
    task.prepare(shared_world)
    with signed_in(getattr(shared_world, task.who)) as page:
        page.goto("/")
        task.do(Keyboard(page))

    assert task.is_done(shared_world)


def test_the_first_tab_leads_past_the_menu_and_shift_tab_the_same_way_back(
    shared_world: World, signed_in: SignedIn
) -> None:
    case = one_answer_missing(shared_world)
    with signed_in(shared_world.coordinator) as page:
        keyboard = Keyboard(page)
        page.goto(criterion_url(case))
        page.keyboard.press("Tab")
        assert keyboard.focused()["words"] == swedish("Skip to the content")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        forward = []
        for _press in range(12):
            page.keyboard.press("Tab")
            forward.append(keyboard.focused()["words"])
        back = [forward[-1]]
        for _press in range(11):
            page.keyboard.press("Shift+Tab")
            back.append(keyboard.focused()["words"])

    assert back == forward[::-1]
