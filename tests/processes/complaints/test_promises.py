"""What a municipality promises is public, can be reported broken, and is before the auditor."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.models import Case, Complaint, ProgrammeItem, PublishedPromise
from processes.promises.models import frozen
from tests.processes.complaints.complaining import only, sent
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World
from workflow import trail
from workflow.calendar import start_of
from workflow.sweep import fire_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
WRITTEN = {"promised": "Du får svar", "target": "inom två arbetsdagar"}


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def publish(world: World, case: Case, **changed: str) -> PublishedPromise:
    with time_machine.travel(world.at, tick=False):
        as_person(world.coordinator).post(
            reverse("promises", args=[case.number]), WRITTEN | changed
        )
    return PublishedPromise.objects.latest("pk")


def register(world: World) -> str:
    with time_machine.travel(world.at, tick=False):
        return Client().get("/register/0860/?language=en").content.decode()


def test_its_coordinator_publishes_a_promise_and_ends_it(world: World, certified: Case) -> None:
    made = publish(world, certified)
    publish(world, certified)

    assert PublishedPromise.objects.count() == 1
    assert "Du får svar" in register(world)
    assert f"promise={made.pk}" in register(world)
    with time_machine.travel(world.at, tick=False):
        page = reverse("promises", args=[certified.number])
        as_person(world.coordinator).post(page, {"end": "1"})
        again = as_person(world.coordinator).post(page, {"end": "1"})
        rubbish = as_person(world.coordinator).post(page, {"end": "x²"})

    assert "Du får svar" not in register(world)
    assert (again.status_code, rubbish.status_code) == (302, 302)
    assert list(trail.verify(certified.main_process.chain)) == []


def test_nobody_else_changes_them(world: World, certified: Case) -> None:
    page = reverse("promises", args=[certified.number])

    for who in (world.officer, world.signatory, world.contributor):
        assert as_person(who).post(page, WRITTEN).status_code == 403, who
    assert as_person(world.neighbour_coordinator).post(page, WRITTEN).status_code == 404
    assert as_person(world.officer).get(page).status_code == 200
    assert not PublishedPromise.objects.exists()


def test_a_promise_without_a_measure_is_said_at_the_field(world: World, certified: Case) -> None:
    page = reverse("promises", args=[certified.number])

    response = as_person(world.coordinator).post(page, WRITTEN | {"target": ""})

    assert "target" in response.context["form"].errors
    assert "Du får svar" in response.content.decode()


def test_a_broken_promise_is_reported_by_the_same_form_prefilled(
    world: World, certified: Case, client: Client
) -> None:
    made = publish(world, certified)
    shown = client.get(f"/complaints/new/?municipality=0860&promise={made.pk}").content.decode()
    assert "Du får svar" in shown

    sent(client, world.at, promise=made.pk)

    assert (only().promise, only().about) == (made, world.municipality)
    for odd in ("x", "0", "9" * 30):
        assert client.get(f"/complaints/new/?promise={odd}").status_code == 200, odd


def found(world: World, promise: PublishedPromise, number: int) -> None:
    """A report that was answered and found to be right."""
    rows = {"promise": promise, "about": world.municipality, "outcome": "upheld"}
    dates = {"received_at": world.at, "told_at": world.at, "decided_at": world.at}
    Complaint.objects.create(
        number=f"K-{number}",
        once=f"once-{number}",
        scheme=world.scheme,
        cycle=world.cycle,
        kind="municipality",
        name="Ann Andersson",
        email="ann@example.com",
        language="sv",
        text="Inget svar.",
        reply_text="Vi var få den veckan.",
        replied_at=world.at,
        agenda_note="Se på svarstider.",
        **rows,
        **dates,
    )


@pytest.mark.obligation(83)
def test_what_is_found_is_public_from_five_on_and_for_twelve_months(
    world: World, certified: Case
) -> None:
    promise = publish(world, certified)
    for number in range(4):
        found(world, promise, number)
    assert "found to be right" not in register(world)

    found(world, promise, 5)
    Complaint.objects.filter(number="K-0").update(replied_at=None)
    assert "found to be right" not in register(world)
    found(world, promise, 6)

    assert "5 reports of it were found to be right" in register(world)
    world.at += timedelta(days=370)
    assert "found to be right" not in register(world)


def begun(world: World, certified: Case) -> Case:
    """The first surveillance, with a team that has begun."""
    item = ProgrammeItem.objects.filter(state="planned").earliest("opens_date")
    world.at = start_of(item.opens_date) + timedelta(hours=8)
    fire_due(world.at)
    return drive.lead(world, drive.assess(world, Case.objects.latest("pk")))


@pytest.mark.obligation(82, 84)
def test_the_next_audit_team_reads_counts_answers_and_notes_and_nobodys_name(
    world: World, certified: Case
) -> None:
    found(world, publish(world, certified), 1)
    audited = begun(world, certified)
    page = reverse("case", args=[audited.number])

    shown = as_person(world.auditor).get(page).content.decode()
    own = as_person(world.coordinator).get(page).content.decode()

    for words in ("Du får svar", "Vi var få den veckan.", "Se på svarstider."):
        assert words in shown
        assert words not in own
    for secret in ("Ann Andersson", "ann@example.com", "Inget svar.", "K-1"):
        assert secret not in shown


def test_a_certificate_keeps_the_promises_of_its_day(world: World, certified: Case) -> None:
    publish(world, certified)
    certificate = drive.issued(certified)
    certificate.promised = frozen(certified.certification)
    certificate.save(update_fields=["promised"])
    page = reverse("certificate", args=[certificate])
    with time_machine.travel(world.at, tick=False):
        as_person(world.coordinator).post(
            reverse("promises", args=[certified.number]), {"end": "1"}
        )
        shown = as_person(world.coordinator).get(page).content.decode()

    assert "Du får svar (inom två arbetsdagar)" in shown
