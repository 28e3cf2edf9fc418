"""Whatever is decided in whatever order, a certificate number has one status, without gaps."""

from random import Random

import pytest

from processes.models import Case, StatusInterval
from processes.sanctions import actions
from processes.sanctions.grounds import BY_HAND, Kind
from processes.standing.status import status_at
from tests.support import drive
from tests.support.sanctioning import answered, newest, proposed, settled
from tests.support.world import World
from workflow import sweep
from workflow.calendar import DAY, local_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def check(world: World, case: Case) -> None:
    """One open interval, each begins where the one before ended, and the row says the same."""
    certificate = newest(case)
    rows = StatusInterval.objects.filter(number=certificate.number).order_by("from_at", "pk")
    spans = list(rows.values_list("from_at", "to_at", "kind"))
    ends = [end for _begin, end, _kind in spans]
    assert ends[:-1] == [begin for begin, _end, _kind in spans[1:]]
    assert ends[-1] is None
    assert spans[-1][2] == certificate.current_state
    assert status_at(certificate, local_date(world.at)) == spans[-1][2]


@pytest.mark.parametrize("seed", range(6))
def test_one_status_at_a_time_through_random_decisions(
    world: World, certified: Case, seed: int
) -> None:
    luck = Random(seed)
    for _turn in range(6):
        world.later(days=luck.randint(1, 60))
        sweep.fire_due(world.at)
        check(world, certified)
        open_ = [
            kind
            for kind in BY_HAND
            if actions.is_proposable(newest(certified), kind, world.at)
            and (kind in (Kind.SUSPEND, Kind.RESTORE) or luck.random() < 0.2)
        ]
        if not open_:
            continue
        asked = proposed(world, certified, luck.choice(open_))
        if asked.current_state == "hearing":
            asked = answered(world, asked)
        settled(world, asked, as_proposed=luck.random() < 0.8)
        check(world, certified)
    world.at += 1500 * DAY
    sweep.fire_due(world.at)
    check(world, certified)
