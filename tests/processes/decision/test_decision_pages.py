"""The decision room and what the municipality reads."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.decision.actions import CHOICES
from processes.decision.models import Decision
from processes.decision.receipts import appeal_ends
from tests.support import drive
from tests.support.world import World
from workflow.exceptions import Conflict


@pytest.fixture
def ready(world: World) -> Case:
    """A clean case that waits for its decision."""
    return drive.report(world, drive.visit(world, drive.audited(world)))


def mended(world: World, grades: dict[str, str]) -> Case:
    case = drive.report(world, drive.visit(world, drive.audited(world), grades))
    return drive.corrective_actions_done(world, case)


# The decision room


def room(world: World, case: Case) -> str:
    task = drive.open_task(case, "decide")
    if task.owner_id is None:
        drive.claim(task, by=world.decision_maker, at=world.at, declared=True)
    return reverse("task", kwargs={"task_id": task.pk})


def sent(case: Case, **fields: str) -> dict[str, Any]:
    version = case.decisions.latest("number").version
    return {"version": version, "reasons": "", "dissent": "", **fields}


@pytest.mark.obligation(45)
def test_the_room_shows_gates_basis_report_and_the_declaration(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)

    answer = client.get(where)

    decision = ready.decisions.get()
    text = answer.content.decode()
    assert len(answer.context["gates"]) == 8
    assert decision.basis_sha256 in text
    assert ready.audit.reports.get().sha256 in text
    assert answer.context["declared"].actor == world.decision_maker


def test_a_granted_decision_issues_the_certificate(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)

    answer = client.post(
        where, sent(ready, choice="grant", reasons="Kraven är uppfyllda.", decide="1")
    )

    assert answer.url == reverse("inbox")
    assert drive.fresh(ready).current_state == "granted"
    assert drive.issued(ready).revision == 1


def test_a_decision_needs_a_choice_and_reasons(client: Client, world: World, ready: Case) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)

    answer = client.post(where, sent(ready, decide="1"))

    assert set(answer.context["form"].errors) == {"choice", "reasons"}
    assert ready.decisions.get().current_state == "pending"


def test_an_unfinished_decision_is_kept(client: Client, world: World, ready: Case) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)

    client.post(where, sent(ready, reasons="Halva", dissent="Tveksamt", save="1"))

    decision = ready.decisions.get()
    assert (decision.reasons, decision.dissent) == ("Halva", "Tveksamt")
    assert decision.current_state == "pending"


def test_two_edits_of_the_reasons_are_shown_together(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)
    stale = sent(ready, reasons="Min text", save="1")
    client.post(where, sent(ready, reasons="Den andra", save="1"))

    answer = client.post(where, stale)

    assert answer.status_code == 409
    assert "Min text" in answer.content.decode()
    assert "Den andra" in answer.content.decode()
    assert ready.decisions.get().reasons == "Den andra"


def test_a_closed_choice_is_disabled_and_says_which_gate_is_open(
    client: Client, world: World
) -> None:
    case = mended(world, {"LED-01": "minor", "TID-01": "minor"})
    where = room(world, case)
    client.force_login(world.decision_maker)

    form = client.get(where).context["form"]

    assert form.fields["choice"].widget.closed == {"grant"}
    assert list(form.fields["choice"].hints) == ["grant"]
    assert "disabled" in str(form["choice"])


@pytest.mark.obligation(47, 56)
def test_a_closed_choice_that_is_sent_anyway_is_refused(client: Client, world: World) -> None:
    case = mended(world, {"LED-01": "minor", "TID-01": "minor"})
    where = room(world, case)
    client.force_login(world.decision_maker)

    answer = client.post(where, sent(case, choice="grant", reasons="Ändå", decide="1"))

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert drive.fresh(case).current_state == "running"


def test_a_refusal_closes_the_case_without_a_certificate(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)

    client.post(where, sent(ready, choice="refuse", reasons="Lagbrott", decide="1"))

    case = drive.fresh(ready)
    assert case.current_state == "refused"
    assert not case.certificates.exists()


def test_the_auditor_of_a_case_never_decides_it(client: Client, world: World, ready: Case) -> None:
    task = drive.open_task(ready, "decide")
    client.force_login(world.auditor)

    client.post(
        reverse("task", kwargs={"task_id": task.pk}),
        sent(ready, choice="grant", reasons="Ja", decide="1"),
    )

    assert ready.decisions.get().current_state == "pending"


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer"])
def test_the_decision_room_does_not_exist_for_outsiders(
    client: Client, world: World, ready: Case, who: str
) -> None:
    where = room(world, ready)
    client.force_login(getattr(world, who))

    assert client.get(where).status_code == 404


def test_a_decision_is_made_once(world: World, ready: Case) -> None:
    drive.claim(
        drive.open_task(ready, "decide"), by=world.decision_maker, at=world.at, declared=True
    )
    first, second = Decision.objects.get(), Decision.objects.get()
    CHOICES["refuse"](first, "Nej", by=world.decision_maker, at=world.at)

    with pytest.raises(Conflict):
        CHOICES["grant"](second, "Ja", by=world.decision_maker, at=world.at)


# Deferred and supplied


def test_a_deferred_decision_comes_back_with_the_supplement(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)
    client.post(where, sent(ready, choice="defer", reasons="Fler stickprov", decide="1"))
    task = drive.open_task(ready, "supplement")
    client.force_login(world.auditor)
    page = reverse("task", kwargs={"task_id": task.pk})
    assert "Fler stickprov" in client.get(page).content.decode()

    fields = {"version": ready.decisions.get().version, "supplement": "Fem till", "send": "1"}
    client.post(page, fields)

    assert drive.nodes(ready) == ["decide"]
    assert [d.number for d in ready.decisions.order_by("number")] == [1, 2]
    second = room(world, ready)
    client.force_login(world.decision_maker)
    assert "Fem till" in client.get(second).content.decode()


def test_an_empty_supplement_is_not_sent(client: Client, world: World, ready: Case) -> None:
    case = drive.decide(world, ready, "defer")
    client.force_login(world.auditor)
    page = reverse("task", kwargs={"task_id": drive.open_task(case, "supplement").pk})

    answer = client.post(page, {"version": case.decisions.get().version, "send": "1"})

    assert "supplement" in answer.context["form"].errors
    assert drive.nodes(case) == ["supplement"]


def test_an_unfinished_supplement_is_kept(client: Client, world: World, ready: Case) -> None:
    case = drive.decide(world, ready, "defer")
    client.force_login(world.auditor)
    page = reverse("task", kwargs={"task_id": drive.open_task(case, "supplement").pk})
    fields = {"version": case.decisions.get().version, "supplement": "Halvt", "save": "1"}

    client.post(page, fields)

    assert "Halvt" in client.get(page).content.decode()
    assert drive.nodes(case) == ["supplement"]


# The decision as it is read


@pytest.mark.obligation(49)
def test_the_municipality_reads_the_reasons_and_how_to_appeal(
    client: Client, world: World, ready: Case
) -> None:
    case = drive.decide(world, ready, "refuse")
    client.force_login(world.coordinator)

    with time_machine.travel(world.at, tick=False):
        answer = client.get(reverse("case_decision", args=[case.number, 1]))

    assert "Kraven är uppfyllda." in answer.content.decode()
    # Three weeks from 2 March 2026.
    assert answer.context["appeal_ends"].date == date(2026, 3, 23)


def test_the_last_day_to_appeal_is_a_working_day(client: Client, world: World, ready: Case) -> None:
    world.later(days=11)  # Friday 13 March; three weeks later is Good Friday
    case = drive.decide(world, ready, "refuse")
    client.force_login(world.coordinator)

    with time_machine.travel(world.at, tick=False):
        client.get(reverse("case_decision", args=[case.number, 1]))

    assert appeal_ends(case, case.decisions.get()).date == date(2026, 4, 7)


def test_a_diverging_opinion_stays_within_the_body(
    client: Client, world: World, ready: Case
) -> None:
    where = room(world, ready)
    client.force_login(world.decision_maker)
    fields = {"choice": "grant", "reasons": "Ja", "dissent": "Hemlig tvekan", "decide": "1"}
    client.post(where, sent(ready, **fields))
    page = reverse("case_decision", args=[ready.number, 1])

    client.force_login(world.coordinator)
    assert "Hemlig tvekan" not in client.get(page).content.decode()
    client.force_login(world.officer)
    assert "Hemlig tvekan" in client.get(page).content.decode()


def test_a_pending_decision_is_nobodys_to_read(client: Client, world: World, ready: Case) -> None:
    client.force_login(world.coordinator)

    assert client.get(reverse("case_decision", args=[ready.number, 1])).status_code == 404


def test_another_municipalitys_decision_does_not_exist(
    client: Client, world: World, ready: Case
) -> None:
    case = drive.decide(world, ready)
    client.force_login(world.neighbour_coordinator)

    assert client.get(reverse("case_decision", args=[case.number, 1])).status_code == 404
