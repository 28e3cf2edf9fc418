"""A locked report is corrected by a new version: commented on, locked, and decided on anew."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.actions import Grading
from processes.audit.findings import correction_actions
from processes.case.models import Case
from processes.models import Finding, Report, Response
from tests.support import drive
from tests.support.hands import post, taken
from tests.support.world import World

WHY = "LED-03 är bedömt på fel underlag."


@pytest.fixture(autouse=True)
def _now(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.at, tick=False)


def decided_on(world: World, grades: dict[str, str]) -> Case:
    """A case that waits for its decision."""
    case = drive.report(world, drive.visit(world, drive.audited(world), grades))
    return drive.corrective_actions_done(world, case) if grades else case


def sent_back(world: World, case: Case, client: Client) -> Case:
    url = taken(world, case, "decide", world.decision_maker)
    version = str(case.decisions.get().version)
    said = {"version": version, "choice": "defer", "reasons": WHY, "asked_of": "report"}
    post(client, world.decision_maker, url, **said, dissent="", decide="1")
    return drive.fresh(case)


def corrected(world: World, case: Case, code: str, grade: str, *, level: int) -> Case:
    one = Finding.objects.get(audit__case=case, criterion__code=code)
    grading = Grading(grade, level, "Så är det.", "Samtal", one.version)
    correction_actions.correct(one, grading, "Fel underlag.", by=world.auditor, at=world.at)
    return drive.report(world, drive.fresh(case))


def reports(case: Case) -> list[Report]:
    return list(drive.fresh(case).audit.reports.order_by("number"))


def test_the_lead_gets_a_new_version_with_the_text_of_the_locked_one(
    world: World, client: Client
) -> None:
    case = sent_back(world, decided_on(world, {}), client)

    old, new = reports(case)
    assert drive.nodes(case) == ["draft_report"]
    assert (old.current_state, new.current_state) == ("locked", "draft")
    assert (new.summary, new.corrects, new.reason) == (old.summary, old, WHY)


def test_the_municipality_reads_what_is_corrected_and_why(world: World, client: Client) -> None:
    case = sent_back(world, decided_on(world, {}), client)
    case = corrected(world, case, "LED-03", "observation", level=1)
    client.force_login(world.coordinator)

    page = client.get(reverse("report", args=[case.number, 2])).content.decode()

    assert WHY in page
    assert "Fel underlag." in page


def test_the_decision_is_frozen_anew_and_the_first_report_stays(
    world: World, client: Client
) -> None:
    case = sent_back(world, decided_on(world, {}), client)
    content, sha256 = reports(case)[0].content, reports(case)[0].sha256

    case = corrected(world, case, "LED-03", "observation", level=1)

    first, second = case.decisions.order_by("number")
    assert drive.nodes(case) == ["decide"]
    assert (first.basis["report"], second.basis["report"]) == (1, 2)
    assert first.basis_sha256 != second.basis_sha256
    assert (reports(case)[0].content, reports(case)[0].sha256) == (content, sha256)


def test_a_new_nonconformity_is_answered_before_the_decision(world: World, client: Client) -> None:
    case = sent_back(world, decided_on(world, {}), client)

    case = corrected(world, case, "TID-01", "minor", level=1)

    assert drive.nodes(case) == ["answer_findings"]
    case = drive.corrective_actions_done(world, case)
    assert drive.nodes(case) == ["decide"]


def test_one_that_was_none_needs_no_answer(world: World, client: Client) -> None:
    case = sent_back(world, decided_on(world, {"LED-03": "minor"}), client)

    case = corrected(world, case, "LED-03", "conform", level=3)

    assert Response.objects.get().current_state == "dropped"
    assert case.corrective_plan.current_state == "closed"
    assert drive.nodes(case) == ["decide"]


def test_a_minor_that_is_a_major_is_verified_before_the_decision(
    world: World, client: Client
) -> None:
    case = sent_back(world, decided_on(world, {"LED-03": "minor"}), client)

    case = corrected(world, case, "LED-03", "major", level=0)

    assert drive.nodes(case) == ["verify_majors"]
    case = drive.verify(world, case)
    assert drive.decide(world, case).current_state == "granted"


def test_a_verified_major_that_the_correction_leaves_alone_stays_verified(
    world: World, client: Client
) -> None:
    case = sent_back(world, decided_on(world, {"LED-03": "major"}), client)

    case = corrected(world, case, "LED-02", "observation", level=3)

    assert Response.objects.get().current_state == "verified"
    assert drive.nodes(case) == ["decide"]
