"""A certificate of another body: asked for, reviewed, decided, and followed up as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes import kinds
from processes.appeals.policies import is_appealable
from processes.application import actions as application_actions
from processes.case.actions import claim
from processes.closing import actions as closing
from processes.models import Case, Evidence, ProgrammeItem, Transfer
from processes.renewal.actions import open_case
from processes.standing.status import status_at
from tests.processes.transfer import transferring
from tests.support import drive
from tests.support.world import World
from workflow.calendar import exact_months, local_date
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Conflict, Refused
from workflow.models import Task
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.mark.obligation(12, 78, 79)
def test_a_certificate_with_an_open_minor_is_taken_over_with_its_rhythm(world: World) -> None:
    """Accepted with what justifies it; the next audit is told what is open."""
    case = transferring.asked(world)
    told = Transfer.objects.get(case=case)
    assert told.current_state == "told"
    assert not Evidence.objects.filter(case=case, shared_at=None).exists()

    case = transferring.judged(world, case)
    decision = case.decisions.get()
    assert decision.kind == "accept"
    assert decision.basis["found"]["justification"] == transferring.FOUND.justification
    assert not [one for one in decision.basis["gates"] if not one["met"]]
    case = drive.decide(world, case)

    certificate = drive.issued(case)
    assert case.current_state == "granted"
    assert certificate.expiry_date == told.last_date
    assert certificate.effective_date == local_date(world.at)
    assert str(status_at(certificate, local_date(world.at))) == "valid"
    items = ProgrammeItem.objects.filter(programme__certificate=certificate).order_by("pk")
    first, second, renewal = items
    assert (first.current_state, second.current_state) == ("cancelled", "planned")
    assert second.visit_by_date <= exact_months(told.first_date, 24)  # type: ignore[arg-type]
    assert renewal.decide_by_date <= certificate.expiry_date
    heard = Notification.objects.filter(rule="decided", recipient=world.coordinator)
    assert heard.filter(facts__step="grant").exists()
    assert not [one for one in proof.differences() if "transfer" in one.row]


@pytest.mark.obligation(79)
def test_the_first_audit_after_it_is_told_what_was_left_open(world: World, client: Client) -> None:
    case = transferring.transferred(world)
    item = ProgrammeItem.objects.get(
        programme__certificate__case=case, kind="surveillance", state="planned"
    )
    following = open_case(item, at=world.at)
    client.force_login(world.officer)

    page = client.get(reverse("case", args=[following.number])).content.decode()

    assert transferring.FOUND.follow_up in page
    assert reverse("case_transfer", args=[case.number]) in page


@pytest.mark.obligation(78, 79)
@pytest.mark.parametrize(
    ("found", "gate"),
    [
        ({"is_in_force": False}, "held_valid"),
        ({"is_accredited": False}, "held_accredited"),
        ({"is_read": False}, "held_read"),
        ({"open_majors": 1}, "held_majors"),
        ({"minors_without_plan": 1}, "held_minors"),
        ({"done": 0}, "held_in_cycle"),
    ],
)
def test_what_is_not_as_it_must_be_is_not_taken_over(
    world: World, found: dict[str, Any], gate: str
) -> None:
    case = transferring.judged(world, transferring.asked(world), **found)
    assert [g["key"] for g in case.decisions.get().basis["gates"] if not g["met"]] == [gate]

    with pytest.raises(ConditionFailed):
        drive.decide(world, case)

    assert drive.fresh(case).current_state == "running"


@pytest.mark.obligation(79)
@pytest.mark.parametrize(("months", "met"), [(5, True), (7, False)])
def test_a_body_that_ceased_long_ago_leaves_nothing_to_take_over(
    world: World, months: int, met: bool
) -> None:
    ceased = exact_months(local_date(world.at), -months)
    case = transferring.judged(world, transferring.asked(world, ceased_date=ceased))

    gates = {gate["key"]: gate["met"] for gate in case.decisions.get().basis["gates"]}

    assert gates["held_in_time"] is met


@pytest.mark.obligation(78)
def test_what_expires_while_it_is_decided_is_not_followed(world: World) -> None:
    last = local_date(world.at) + timedelta(days=1)
    first = exact_months(last, -36)
    told = {"first_date": first, "last_date": last, "last_audit_date": first}
    case = transferring.judged(world, transferring.asked(world, **told), done=2)
    world.at += timedelta(days=1)

    with pytest.raises(Refused) as refused:
        drive.decide(world, case)

    assert refused.value.code == "refused.held_expired"


@pytest.mark.obligation(79)
def test_what_is_not_taken_over_can_be_appealed_and_applied_for_anew(
    world: World, client: Client
) -> None:
    case = transferring.judged(world, transferring.asked(world), open_majors=1)
    case = drive.decide(world, case, "refuse")
    assert case.current_state == "refused"
    assert is_appealable(case)
    client.force_login(world.coordinator)
    overview = client.get(reverse("case", args=[case.number])).content.decode()
    assert reverse("application_new") in overview
    letter = client.get(reverse("case_decision", args=[case.number, 1])).content.decode()
    assert "tas inte över" in letter

    given = {"by": world.coordinator, "at": world.at}
    anew = application_actions.begin(world.municipality, world.scheme, **given)

    assert anew.kind == kinds.INITIAL
    assert anew.application.scope == case.application.scope


def test_whoever_reviews_it_does_not_decide(world: World) -> None:
    case = transferring.judged(world, transferring.asked(world))
    world.auditor.memberships.create(
        organisation=world.body, role="decision_maker", from_date=local_date(world.at)
    )

    with pytest.raises(Conflict):
        claim(drive.open_task(case, "decide"), by=world.auditor, at=world.at, declared=True)


def test_what_is_asked_for_is_reviewed_again_before_it_is_decided(world: World) -> None:
    case = transferring.judged(world, transferring.asked(world), minors_without_plan=1)
    case = drive.decide(world, case, "defer")
    assert drive.nodes(case) == ["supply_more"]
    decision = case.decisions.get()
    perform(decision.supply, by=world.coordinator, at=world.at, supplement="Planen är godtagen.")
    assert drive.nodes(case) == ["review_transfer"]

    case = drive.decide(world, transferring.judged(world, case))

    assert case.current_state == "granted"
    assert case.decisions.latest("number").basis["supplements"]


def test_it_is_not_handed_in_before_everything_is_told(world: World) -> None:
    case = transferring.begun(world, findings="")

    with pytest.raises(ConditionFailed):
        perform(case.application.submit, by=world.coordinator, at=world.at, moment=world.at)


def test_what_is_returned_can_be_written_again(world: World) -> None:
    case = transferring.asked(world)
    given: Any = {"by": world.officer, "at": world.at}
    application_actions.send_back(case.application, "Var är rapporten?", **given)

    assert Transfer.objects.get(case=case).is_open
    application = drive.fresh(case).application
    application_actions.submit(application, by=world.coordinator, at=world.at)
    assert not Transfer.objects.get(case=case).is_open
    assert not [one for one in proof.differences() if "transfer" in one.row]


def test_a_draft_that_is_deleted_leaves_nothing_of_it(world: World) -> None:
    case = transferring.begun(world)

    closing.discard(case, by=world.coordinator, at=world.at)

    told = Transfer.objects.get(case=case)
    assert (told.body_name, told.last_date, told.papers.count()) == ("", None, 0)
    assert not [one for one in proof.differences() if "transfer" in one.row]


def test_it_is_withdrawn_until_it_is_decided(world: World) -> None:
    case = transferring.judged(world, transferring.asked(world))

    closing.withdraw(case, "Vi stannar kvar.", by=world.signatory, at=world.at)

    assert drive.fresh(case).current_state == "withdrawn"
    assert not Task.objects.filter(process=case.main_process, finished=None).exists()


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"open_minors": 0, "minors_without_plan": 1}, "odd_minors"),
        ({"follow_up": " "}, "no_follow_up"),
    ],
)
def test_a_review_does_not_contradict_itself(world: World, found: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        transferring.judged(world, transferring.asked(world), **found)

    assert refused.value.code == f"refused.{code}"


def test_through_the_pages(world: World, client: Client) -> None:
    client.force_login(world.coordinator)
    assert reverse("transfer_new") in client.get(reverse("application_new")).content.decode()
    client.post(reverse("transfer_new"), {"scheme": world.scheme.pk})
    case = Case.objects.get()
    page = reverse("case_transfer", args=[case.number])
    task = reverse("task", args=[drive.open_task(case, "apply").pk])
    assert page in client.get(task).content.decode()

    odd = client.post(
        page,
        {
            "body_name": "Organ AB",
            "first_date": "2026-01-01",
            "last_date": "2025-01-01",
            "last_audit_date": "2025-01-01",
        },
    )
    assert odd.status_code == 200
    assert Transfer.objects.get().body_name == "Organ AB"
    nothing = client.post(page, {"add": "1", "kind": "report"})
    assert nothing.status_code == 200
    client.post(
        page,
        {"add": "1", "kind": "report", "link": "https://www.example.org/r", "title": "Rapport"},
    )
    assert "Rapport" in client.get(page).content.decode()
    refused = client.post(task, {"step": "submit"}).content.decode()
    assert "själva certifikatet" in refused


def test_the_review_and_the_room_through_the_pages(world: World, client: Client) -> None:
    case = drive.accept(world, transferring.asked(world))
    review = drive.open_task(case, "review_transfer")
    claim(review, by=world.auditor, at=world.at, declared=True)
    client.force_login(world.auditor)
    page = reverse("task", args=[review.pk])
    assert "Annat organ AB" in client.get(page).content.decode()
    said = dict.fromkeys(("is_in_force", "is_accredited", "is_read"), "yes")
    said |= {"open_majors": 0, "open_minors": 0, "minors_without_plan": 0, "done": 1}
    assert client.post(page, said).status_code == 200
    client.post(page, {**said, "justification": "Allt är läst."})
    assert drive.nodes(case) == ["decide"]
    room = drive.open_task(case, "decide")
    claim(room, by=world.decision_maker, at=world.at, declared=True)
    client.force_login(world.decision_maker)
    shown = client.get(reverse("task", args=[room.pk])).content.decode()
    assert "Allt är läst." in shown
    assert 'value="lead"' not in shown
    client.force_login(world.coordinator)
    late = client.post(reverse("case_transfer", args=[case.number]), {"body_name": "X"})
    assert late.status_code == 409
