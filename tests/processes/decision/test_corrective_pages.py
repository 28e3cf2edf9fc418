"""Answering, assessing and verifying nonconformities, as people do it in the browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.corrective_actions.models import Response
from tests.support import drive
from tests.support.world import World

ANSWER = {"correction": "Rättat direkt", "cause": "Ingen rutin", "action": "Ny rutin, maj"}


@pytest.fixture
def found(world: World) -> Case:
    """A case with one major and one minor nonconformity, to be answered."""
    grades = {"LED-01": "major", "TID-02": "minor"}
    case = drive.report(world, drive.visit(world, drive.audited(world), grades))
    return claimed(world, case)


def claimed(world: World, case: Case) -> Case:
    drive.claim(drive.open_task(case, "answer_findings"), by=world.coordinator, at=world.at)
    return case


def responses(case: Case) -> dict[str, Response]:
    rows = drive.fresh(case).corrective_plan.responses.select_related("finding__criterion")
    return {row.finding.criterion.code: row for row in rows}


def page(case: Case, node: str) -> str:
    return reverse("task", kwargs={"task_id": drive.open_task(case, node).pk})


def written(case: Case, **texts: str) -> dict[str, Any]:
    """The fields of every open answer, filled in alike."""
    sent: dict[str, Any] = {}
    for row in responses(case).values():
        fields = {"correction": "", "cause": "", "action": "", **texts, "version": row.version}
        sent |= {f"r{row.pk}-{name}": value for name, value in fields.items()}
    return sent


def judged(case: Case, **fields: str) -> dict[str, str]:
    return {
        f"r{row.pk}-{name}": value
        for row in responses(case).values()
        for name, value in fields.items()
    }


def test_an_unfinished_answer_is_kept(client: Client, world: World, found: Case) -> None:
    client.force_login(world.coordinator)

    answer = client.post(
        page(found, "answer_findings"), written(found, cause="Oklart") | {"save": ""}
    )

    assert answer.status_code == 302
    assert {row.cause for row in responses(found).values()} == {"Oklart"}
    assert {row.current_state for row in responses(found).values()} == {"open"}


@pytest.mark.obligation(38, 39)
def test_the_page_shows_three_separate_fields_for_each_nonconformity(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)

    text = client.get(page(found, "answer_findings")).content.decode()

    for row in responses(found).values():
        for name in ("correction", "cause", "action"):
            assert f'name="r{row.pk}-{name}"' in text


@pytest.mark.obligation(39)
def test_an_answer_without_all_three_texts_is_not_ready(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    row = responses(found)["LED-01"]

    answer = client.post(
        page(found, "answer_findings"), written(found, cause="Oklart") | {"ready": row.pk}
    )

    assert answer.status_code == 200
    assert 'id="error-summary-title"' in answer.content.decode()
    row = responses(found)["LED-01"]
    assert (row.current_state, row.cause) == ("open", "Oklart")


def test_after_an_error_the_next_press_saves_without_conflict(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    row = responses(found)["LED-01"]
    where = page(found, "answer_findings")
    shown = client.post(where, written(found, cause="Oklart") | {"ready": row.pk})
    versions = {
        form.add_prefix("version"): form["version"].value()
        for form in shown.context["forms"]
        if "version" in form.fields
    }

    answer = client.post(where, written(found, **ANSWER) | versions | {"send": "1"})

    assert answer.status_code == 302
    assert drive.nodes(found) == ["assess_answers"]


def test_a_ready_answer_can_be_taken_back_until_it_is_sent(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    row = responses(found)["LED-01"]
    where = page(found, "answer_findings")

    client.post(where, written(found, **ANSWER) | {"ready": row.pk})
    assert responses(found)["LED-01"].current_state == "answered"
    client.post(where, {**written(found, **ANSWER), "take_back": row.pk})

    assert responses(found)["LED-01"].current_state == "open"


def test_answers_are_sent_together(client: Client, world: World, found: Case) -> None:
    client.force_login(world.coordinator)

    answer = client.post(page(found, "answer_findings"), written(found, **ANSWER) | {"send": "1"})

    assert answer.url == reverse("inbox")
    assert drive.nodes(found) == ["assess_answers"]


@pytest.mark.obligation(39)
def test_nothing_is_sent_while_an_answer_is_missing(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    sent = written(found, **ANSWER)
    sent[f"r{responses(found)['TID-02'].pk}-action"] = ""

    answer = client.post(page(found, "answer_findings"), sent | {"send": "1"})

    assert answer.status_code == 200
    assert drive.nodes(found) == ["answer_findings"]
    assert responses(found)["LED-01"].action == ANSWER["action"]


def test_two_edits_of_one_answer_are_shown_together(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    stale = written(found, cause="Min text")
    client.post(page(found, "answer_findings"), written(found, cause="Den andra") | {"save": ""})

    answer = client.post(page(found, "answer_findings"), stale | {"save": ""})

    assert answer.status_code == 409
    assert "Min text" in answer.content.decode()
    assert "Den andra" in answer.content.decode()
    assert {row.cause for row in responses(found).values()} == {"Den andra"}


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer"])
def test_the_actions_of_another_municipality_do_not_exist(
    client: Client, world: World, found: Case, who: str
) -> None:
    client.force_login(getattr(world, who))

    assert client.get(reverse("case_actions", args=[found.number])).status_code == 404
    assert client.get(page(found, "answer_findings")).status_code == 404


def test_the_auditor_cannot_answer_for_the_municipality(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.auditor)

    client.post(page(found, "answer_findings"), written(found, **ANSWER) | {"send": "1"})

    assert drive.nodes(found) == ["answer_findings"]


def test_asking_for_more_needs_words(client: Client, world: World, found: Case) -> None:
    case = drive.answer(world, found)
    client.force_login(world.auditor)

    answer = client.post(
        page(case, "assess_answers"), judged(case, verdict="ask_more") | {"finish": "1"}
    )

    assert answer.status_code == 200
    assert drive.nodes(case) == ["assess_answers"]


@pytest.mark.obligation(40)
def test_one_insufficient_answer_sends_the_plan_back_with_words(
    client: Client, world: World, found: Case
) -> None:
    case = drive.answer(world, found)
    client.force_login(world.auditor)
    sent = judged(case, verdict="accept", needed="documents")
    minor = responses(case)["TID-02"]
    sent |= {f"r{minor.pk}-verdict": "ask_more", f"r{minor.pk}-words": "När är rutinen klar?"}

    client.post(page(case, "assess_answers"), sent | {"finish": "1"})

    assert drive.nodes(case) == ["answer_findings"]
    assert responses(case)["LED-01"].current_state == "accepted"
    assert responses(case)["TID-02"].current_state == "open"
    client.force_login(world.coordinator)
    text = client.get(reverse("case_actions", args=[case.number])).content.decode()
    assert "När är rutinen klar?" in text


@pytest.mark.obligation(40)
def test_every_answer_must_be_assessed(client: Client, world: World, found: Case) -> None:
    case = drive.answer(world, found)
    client.force_login(world.auditor)
    sent = judged(case, verdict="accept", needed="documents")
    sent[f"r{responses(case)['TID-02'].pk}-verdict"] = ""

    answer = client.post(page(case, "assess_answers"), sent | {"finish": "1"})

    assert answer.status_code == 200
    assert {row.current_state for row in responses(case).values()} == {"answered"}


def test_an_unfinished_assessment_is_kept(client: Client, world: World, found: Case) -> None:
    case = drive.answer(world, found)
    client.force_login(world.auditor)

    client.post(page(case, "assess_answers"), judged(case, words="Halvfärdigt") | {"save": "1"})

    text = client.get(page(case, "assess_answers")).content.decode()
    assert "Halvfärdigt" in text
    assert {row.current_state for row in responses(case).values()} == {"answered"}


def test_a_draft_is_not_shown_to_the_auditor_before_it_is_sent(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    client.post(page(found, "answer_findings"), written(found, cause="Utkast") | {"save": ""})
    actions = reverse("case_actions", args=[found.number])
    assert "Utkast" in client.get(actions).content.decode()

    client.force_login(world.auditor)
    assert "Utkast" not in client.get(actions).content.decode()
    drive.answer(world, found)
    assert "Oklart" in client.get(actions).content.decode()
