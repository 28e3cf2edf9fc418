"""A decision about a certificate in force is appealed against from its own page."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.appeals import actions
from processes.models import Appeal, Case, Decision
from processes.sanctions.grounds import Ground, Kind
from tests.support import drive
from tests.support.sanctioning import newest, proposed, settled, statuses, suspended
from tests.support.world import World
from workflow.exceptions import Refused
from workflow.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def taken() -> Decision:
    return Decision.objects.filter(case=None).latest("number")


@pytest.mark.obligation(81)
def test_a_suspension_is_appealed_against_and_stays_meanwhile(
    world: World, certified: Case, client: Client
) -> None:
    certificate = suspended(world, certified)
    client.force_login(world.coordinator)
    letter = reverse("certificate_decision", args=[certificate, taken().number])
    address = reverse("appeal_decision", args=[certificate, taken().number])
    assert address in client.get(letter).content.decode()
    assert 'name="text"' in client.get(address).content.decode()

    response = client.post(address, {"text": "Märket var borta."}, follow=True)

    made = Appeal.objects.get()
    assert (made.decision, made.case, made.current_state) == (taken(), certified, "registered")
    assert letter in response.content.decode()
    task = Task.objects.exclude(role="").get(process=made.own_process)
    assert task.role == "officer"
    assert statuses(certified) == ["valid", "suspended"]
    overview = client.get(reverse("case", args=[certified.number])).content.decode()
    assert reverse("appeal", args=[certified.number, 1]) in overview


def test_only_whoever_speaks_for_the_holder_appeals(
    world: World, certified: Case, client: Client
) -> None:
    certificate = suspended(world, certified)
    client.force_login(world.officer)

    address = reverse("appeal_decision", args=[certificate, taken().number])

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("kind", [Kind.END, Kind.SUSPEND])
def test_what_the_holder_wished_is_not_appealed_against(
    world: World, certified: Case, kind: Kind
) -> None:
    settled(world, proposed(world, certified, kind, ground=Ground.OWN_REQUEST))

    with pytest.raises(Refused) as refused:
        actions.appeal(certified, "Nej.", by=world.signatory, at=world.at, against=taken())

    assert refused.value.code == "refused.nothing_to_appeal"
    assert newest(certified).current_state in ("ended", "suspended")
