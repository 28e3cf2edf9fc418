"""Verifying majors, and the dates they bring, as people meet them in the browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.models import Case
from processes.corrective_actions import actions, deadlines, policies
from processes.corrective_actions.models import Response
from processes.models import ProgrammeItem
from processes.renewal.actions import open_case
from tests.support import drive
from tests.support.world import World
from workflow.engine.transitions import perform
from workflow.sweep import fire_due


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


def judged(case: Case, **fields: str) -> dict[str, str]:
    return {
        f"r{row.pk}-{name}": value
        for row in responses(case).values()
        for name, value in fields.items()
    }


def test_accepted_answers_with_a_major_go_to_verification(
    client: Client, world: World, found: Case
) -> None:
    case = drive.answer(world, found)
    client.force_login(world.auditor)

    client.post(
        page(case, "assess_answers"),
        judged(case, verdict="accept", needed="documents") | {"finish": "1"},
    )

    assert drive.nodes(case) == ["verify_majors"]


@pytest.mark.obligation(41, 44)
def test_it_is_said_beforehand_what_will_verify_a_major_and_told_in_the_end(
    client: Client, world: World, found: Case
) -> None:
    client.force_login(world.coordinator)
    assert (
        reverse("case_end", args=[found.number])
        in client.get(page(found, "answer_findings")).content.decode()
    )
    for one in found.corrective_plan.responses.all():
        one.correction, one.cause, one.action = "Rättat", "Oklart", "Ny rutin"
        one.save(update_fields=["correction", "cause", "action"])
    actions.send(drive.fresh(found).corrective_plan, by=world.coordinator, at=world.at)
    plan = drive.fresh(found).corrective_plan
    assert (plan.goes_on_by, plan.goes_on_at) == (world.coordinator, world.at)
    client.force_login(world.auditor)
    url = page(found, "assess_answers")
    for some in ({}, {"needed": "limited"}):
        answer = client.post(url, judged(found, verdict="accept", **some) | {"finish": "1"})
        assert answer.status_code == 200
    assert drive.nodes(found) == ["assess_answers"]

    sent = judged(found, verdict="accept", needed="limited", words="Rutinen i två enheter.")
    client.post(url, sent | {"finish": "1"})

    needed = {row.finding.grade: row.needed for row in responses(found).values()}
    assert (needed["major"], needed["minor"]) == ("limited", "")
    drive.verify(world, found)
    told = Notification.objects.filter(case=found, rule="decided", facts__step="close")
    assert told.filter(recipient=world.coordinator).exists()


@pytest.mark.obligation(68)
@pytest.mark.parametrize("early", [True, False])
def test_a_renewals_majors_are_verified_before_the_certificate_expires(
    world: World, *, early: bool
) -> None:
    certificate = drive.issued(drive.grant(world))
    items = ProgrammeItem.objects.filter(kind="surveillance")
    items.update(state="cancelled")
    case = open_case(ProgrammeItem.objects.get(kind="recertification"), at=world.at)
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.report(world, drive.visit(world, case, {"LED-01": "major"}))
    visited = case.audit.visited_date
    expiry = visited + timedelta(days=60 if early else 400)
    type(certificate).objects.filter(pk=certificate.pk).update(expiry_date=expiry)

    limit = deadlines.hard_limit(drive.fresh(case).corrective_plan)

    assert limit is not None
    assert (limit.date == expiry) == early
    assert limit.date <= expiry
    assert early == ("sista dag" in limit.explanation.in_words("sv"))


@pytest.mark.obligation(41)
def test_a_major_is_not_verified_without_a_method(
    client: Client, world: World, found: Case
) -> None:
    case = drive.accept_answers(world, drive.answer(world, found))
    client.force_login(world.auditor)

    answer = client.post(
        page(case, "verify_majors"), judged(case, verdict="verify") | {"finish": "1"}
    )

    assert answer.status_code == 200
    assert responses(case)["LED-01"].current_state == "accepted"


def test_a_verified_major_lets_the_case_go_to_decision(
    client: Client, world: World, found: Case
) -> None:
    case = drive.accept_answers(world, drive.answer(world, found))
    client.force_login(world.auditor)
    sent = judged(case, verdict="verify", verification="Stickprov i tio ärenden")

    client.post(page(case, "verify_majors"), sent | {"finish": "1"})

    assert responses(case)["LED-01"].current_state == "verified"
    assert responses(case)["TID-02"].current_state == "accepted"
    assert drive.nodes(case) == ["decide"]


@pytest.mark.obligation(41)
def test_an_ineffective_action_goes_back_with_words(
    client: Client, world: World, found: Case
) -> None:
    case = drive.accept_answers(world, drive.answer(world, found))
    client.force_login(world.auditor)
    sent = judged(case, verdict="find_ineffective", words="Rutinen används inte")

    client.post(page(case, "verify_majors"), sent | {"finish": "1"})

    assert drive.nodes(case) == ["answer_findings"]
    assert responses(case)["LED-01"].current_state == "open"


def test_majors_may_be_verified_one_at_a_time(client: Client, world: World) -> None:
    grades = {"LED-01": "major", "TID-01": "major"}
    case = drive.report(world, drive.visit(world, drive.audited(world), grades))
    case = drive.accept_answers(world, drive.answer(world, case))
    client.force_login(world.auditor)
    first = responses(case)["LED-01"]
    sent = {f"r{first.pk}-verdict": "verify", f"r{first.pk}-verification": "Stickprov"}

    client.post(page(case, "verify_majors"), sent | {"finish": "1"})

    assert responses(case)["LED-01"].current_state == "verified"
    assert responses(case)["TID-01"].current_state == "accepted"
    assert drive.nodes(case) == ["verify_majors"]


def test_the_dates_of_a_major_explain_themselves(client: Client, world: World, found: Case) -> None:
    client.force_login(world.coordinator)

    limits = client.get(reverse("case_actions", args=[found.number])).context["limits"]

    rules = [(d.explanation.rule, d.explanation.amount) for _words, d in limits]
    assert rules == [("verify_major", 90), ("warn_major", 120), ("major_hard_limit", 6)]
    assert {d.explanation.start for _words, d in limits} == {found.audit.visited_date}


@pytest.mark.obligation(42)
def test_a_major_unverified_after_six_months_leads_to_a_new_visit(
    world: World, found: Case
) -> None:
    fire_due(world.at + timedelta(days=200))

    assert drive.nodes(found) == ["plan_visit"]
    assert drive.fresh(found).corrective_plan.current_state == "lapsed"


@pytest.mark.obligation(43)
def test_minors_alone_need_no_verification_before_the_decision(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world), {"TID-02": "minor"}))

    case = drive.accept_answers(world, drive.answer(world, case))

    assert drive.nodes(case) == ["decide"]
    assert policies.is_settled(case.corrective_plan)


def test_a_case_without_nonconformities_says_so(client: Client, world: World) -> None:
    case = drive.audited(world)
    client.force_login(world.coordinator)

    answer = client.get(reverse("case_actions", args=[case.number]))

    assert answer.status_code == 200
    assert answer.context["rows"] == []


@pytest.mark.obligation(42)
def test_the_plan_cannot_be_closed_before_the_major_is_verified(world: World, found: Case) -> None:
    case = drive.accept_answers(world, drive.answer(world, found))

    with pytest.raises(Exception, match=r"verified|verifierad"):
        perform(case.corrective_plan.close, by=world.auditor, at=world.at)
