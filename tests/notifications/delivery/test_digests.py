"""One mail instead of many: the summary of the day."""

from datetime import timedelta

import pytest

from notifications import delivery, digests
from notifications.models import Notification, posted
from processes.models import Case
from tests.notifications.post import Office, text_of
from tests.support import drive
from tests.support.world import World
from workflow.calendar import at_eight, local_date
from workflow.models import Task

pytestmark = pytest.mark.usefixtures("swedish")


@pytest.fixture
def case(world: World) -> Case:
    case = drive.accept(world, drive.apply(world))
    Notification.objects.all().delete()
    return case


def wait_for_morning(world: World) -> None:
    world.at = at_eight(local_date(world.at) + timedelta(days=1)) + digests.SETTLE


def write(world: World, case: Case, number: int) -> list[Notification]:
    """So many rows for the summary of tomorrow."""
    task = drive.open_task(case, "assess")
    tomorrow = at_eight(local_date(world.at) + timedelta(days=1))
    return [
        Notification.objects.create(
            **{
                name: getattr(one, name) for name in ("subject", "rule", "occurrence", "message_id")
            },
            recipient=world.coordinator,
            task=task,
            case=case,
            organisation=world.municipality,
            reference=case.number,
            at_once=False,
            created_at=world.at,
            next_try_at=tomorrow,
        )
        for one in (
            posted(subject="t", rule="due_soon", occurrence=str(n), recipient=world.coordinator)
            for n in range(number)
        )
    ]


def test_several_messages_become_one_mail_in_the_morning(world: World, case: Case, office: Office):
    rows = write(world, case, 3)

    digests.bundle_due(world.at)
    delivery.deliver_due(world.at)
    assert office.got == []
    wait_for_morning(world)
    digests.bundle_due(world.at)
    delivery.deliver_due(world.at)

    (mail,) = office.got
    assert mail["Subject"] == "[I dag] 3 saker som behöver dig"
    assert text_of(mail).count("http://testserver/task/") == 3
    assert set(Notification.objects.filter(pk__in=[r.pk for r in rows]).values_list("status")) == {
        ("sent",)
    }


def test_a_single_message_goes_as_it_is(world: World, case: Case, office: Office):
    (row,) = write(world, case, 1)
    wait_for_morning(world)

    digests.bundle_due(world.at)
    delivery.deliver_due(world.at)

    assert office.ids == [row.message_id]


def test_the_summary_leaves_out_what_is_done(world: World, case: Case, office: Office):
    write(world, case, 2)
    wait_for_morning(world)
    digests.bundle_due(world.at)
    Task.objects.update(status="DONE")

    delivery.deliver_due(world.at)

    assert office.got == []
    assert set(Notification.objects.values_list("status", flat=True)) == {"suppressed"}


def test_bundling_twice_makes_one_summary(world: World, case: Case):
    write(world, case, 2)
    wait_for_morning(world)

    assert digests.bundle_due(world.at) == 1
    assert digests.bundle_due(world.at) == 0
    assert Notification.objects.filter(rule="digest").count() == 1


def test_a_repeated_summary_has_the_same_message_id(
    world: World, case: Case, office: Office, monkeypatch: pytest.MonkeyPatch
):
    write(world, case, 2)
    wait_for_morning(world)
    digests.bundle_due(world.at)

    monkeypatch.setattr(delivery.send, "mark", lambda *_, **__: None)
    delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(minutes=10))

    assert len(office.ids) == 2
    assert len(set(office.ids)) == 1


def test_after_a_month_of_downtime_there_is_one_summary(world: World, case: Case, office: Office):
    write(world, case, 5)

    world.later(days=30)
    digests.bundle_due(world.at)
    delivery.deliver_due(world.at)

    assert len(office.got) == 1
