"""The conclusion of a review of documents is sent and kept; a change repeats the review."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.audit import reviewing
from processes.audit.plan.forms import PlanForm
from processes.audit.reviewing import Reviewed
from processes.audit.team import changes as team
from processes.changing.actions import Change
from processes.changing.actions import report as tell_change
from processes.models import Case, Edition, ProgrammeItem
from processes.renewal.actions import open_case
from tests.support import drive
from tests.support.world import World
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Conflict, Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db
PLAN = {"method": "on_site", "objectives": "Pröva servicen", "agenda": "09.00 Inledning"}


def reviewing_now(world: World, case: Case) -> Case:
    """Led by an accepted team."""
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)
    return drive.fresh(case)


@pytest.fixture
def case(world: World) -> Case:
    """An initial case whose documents wait for their review."""
    assessed = drive.assess(world, drive.accept(world, drive.apply(world)))
    return reviewing_now(world, assessed)


@pytest.mark.obligation(25, 26)
def test_the_conclusion_is_sent_and_read_by_both_sides(
    world: World, client: Client, case: Case
) -> None:
    some = Reviewed(ready=True, looked_at=("documents", "focus"))
    with pytest.raises(Refused) as refused:
        reviewing.conclude(case.audit, some, by=world.auditor, at=world.at)
    assert refused.value.code == "refused.review_incomplete"
    assert not case.audit.document_reviews.exists()

    said = Reviewed(ready=True, concerns="Tillsynens tider.", in_order="Rutinerna är skrivna.")
    made = reviewing.conclude(drive.fresh(case).audit, said, by=world.auditor, at=world.at)

    told = Notification.objects.filter(case=case, rule="decided")
    assert told.filter(recipient=world.coordinator).exists()
    page = reverse("document_review", args=[case.number, 1])
    for who in (world.coordinator, world.signatory, world.officer, world.auditor):
        client.force_login(who)
        shown = client.get(page).content.decode()
        assert "Tillsynens tider." in shown
        assert made.sha256 in shown
    assert page in client.get(reverse("case_audit", args=[case.number])).content.decode()
    assert page in client.get(reverse("case_documents", args=[case.number])).content.decode()
    client.force_login(world.neighbour_coordinator)
    assert client.get(page).status_code == 404
    assert not [one for one in proof.differences() if "documentreview" in one.row]


@pytest.mark.obligation(27)
def test_the_visit_leaves_time_to_mend_and_is_not_long_after(world: World, case: Case) -> None:
    day = local_date(world.at)
    said = Reviewed(ready=True, concerns="Rutiner.", not_before=day + timedelta(days=90))
    reviewing.conclude(case.audit, said, by=world.auditor, at=world.at)

    found = {}
    for days in (60, 92, 250):
        asked = {**PLAN, "visit_date": (day + timedelta(days=days)).isoformat()}
        form = PlanForm(asked, instance=drive.fresh(case).audit, today=day)
        errors = form.errors.as_data().get("visit_date", [])
        found[days] = [error.code for error in errors]

    assert found == {60: ["before_review"], 92: [], 250: ["review"]}


@pytest.mark.obligation(27)
def test_a_change_repeats_the_review(world: World, client: Client, case: Case) -> None:
    reviewing.conclude(case.audit, Reviewed(ready=True), by=world.auditor, at=world.at)
    client.force_login(world.auditor)
    url = reverse("task", args=[drive.open_task(case, "plan_visit").pk])
    assert client.post(url, {"repeat": "1", "changed": ""}).status_code == 200
    assert drive.nodes(case) == ["plan_visit"]

    client.post(url, {"repeat": "1", "changed": "Förvaltningen har delats."})

    assert drive.nodes(case) == ["review_documents"]
    reviewing.conclude(drive.fresh(case).audit, Reviewed(ready=True), by=world.auditor, at=world.at)
    assert drive.nodes(case) == ["plan_visit"]
    assert drive.fresh(case).audit.document_reviews.count() == 2
    planned = drive.plan(world, case)
    with pytest.raises((ConditionFailed, Conflict)):
        reviewing.repeat(planned.audit, "För sent.", by=world.auditor, at=world.at)


@pytest.mark.obligation(67)
@pytest.mark.parametrize("changed", [True, False])
def test_a_renewal_after_a_change_reviews_its_documents(world: World, *, changed: bool) -> None:
    Edition.objects.filter(pk=world.edition.pk).update(with_document_review=False)
    granted = drive.grant(world)
    if changed:
        said = Change("organisation", "Bolaget tar över.", local_date(world.at))
        tell_change(granted.certification, said, by=world.coordinator, at=world.at)
    ProgrammeItem.objects.filter(kind="surveillance").update(state="cancelled")
    renewal = open_case(ProgrammeItem.objects.get(kind="recertification"), at=world.at)

    case = reviewing_now(world, drive.assess(world, renewal))

    assert drive.nodes(case) == ["review_documents" if changed else "plan_visit"]
