"""Years in which certificates are suspended, restored, withdrawn, ended and appealed about."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from config.simulated import simulation
from config.simulated.simulation import Plan, simulate
from processes.models import (
    Appeal,
    CaseMessage,
    ChangeNotice,
    Complaint,
    Decision,
    Dispute,
    Extension,
    MarkDemand,
    Material,
    Parking,
    StatusInterval,
)
from processes.simulation import soundness
from processes.simulation.luck import PUNCTUAL, USUAL
from tests.support import drive
from tests.support.sanctioning import newest, suspended
from tests.support.world import World

FIRST = date(2040, 1, 1)
STORMY = replace(
    USUAL,
    suspends=0.5,
    withdrawn=0.2,
    ends=0.2,
    restored=0.5,
    appeals=0.9,
    upheld=0.7,
    complained=0.9,
    changes=0.9,
    found_right=0.5,
    transfers=0.5,
    misused=0.6,
    rests=0.5,
    more_time=0.5,
    writes=0.5,
    broken_off=0.1,
    disputes=0.5,
    deferred=0.3,
)


@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
def test_after_stormy_years_every_number_has_one_status_and_nobody_waits_in_vain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simulation, "USUAL", STORMY)

    result = simulate(Plan(5, 5, FIRST, seed=12))

    taken = Decision.objects.filter(case=None, decided_at__isnull=False)
    kinds = Counter(taken.values_list("kind", flat=True))
    assert result.faults == []
    assert result.balance.expected == result.balance.settled
    assert kinds["suspend"] > 0
    assert kinds["annul"] + kinds["restore"] + kinds["withdraw"] + kinds["end"] > 0
    assert Appeal.objects.exclude(decision=None).exists()
    assert StatusInterval.objects.exclude(kind="valid").exists()
    assert Complaint.objects.filter(state="closed").exists()
    assert Decision.objects.filter(kind="accept", state="granted").exists()
    assert ChangeNotice.objects.exclude(answered_at=None).exists()
    assert MarkDemand.objects.filter(state="stopped").exists()
    assert Parking.objects.filter(state="resumed").exists()
    assert Extension.objects.exclude(state="asked").exists()
    assert CaseMessage.objects.exists()
    assert Dispute.objects.exclude(state="filed").exists()
    assert Material.objects.exclude(state="sent").exists()


def test_who_keeps_every_limit_is_not_suspended() -> None:
    assert PUNCTUAL.suspends == PUNCTUAL.withdrawn == PUNCTUAL.ends == 0


@pytest.mark.django_db
def test_a_status_that_its_interval_does_not_say_is_named(world: World) -> None:
    case = drive.grant(world)
    suspended(world, case)
    assert list(soundness.faults()) == []
    number = newest(case).number

    StatusInterval.objects.filter(number=number, to_at=None).update(kind="valid")

    assert f"certificate {number} has another status than its interval" in soundness.faults()
