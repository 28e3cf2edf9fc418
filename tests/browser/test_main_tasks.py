"""Each role does its main task by clicking."""

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.doing import Pointer
from tests.browser.main_tasks import MAIN_TASKS
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", MAIN_TASKS)
def test_by_clicking(name: str, shared_world: World, signed_in: SignedIn) -> None:
    task = MAIN_TASKS[name]
    task.prepare(shared_world)
    with signed_in(getattr(shared_world, task.who)) as page:
        page.goto("/")
        task.do(Pointer(page))

    assert task.is_done(shared_world)
