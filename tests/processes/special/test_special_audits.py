"""A special audit: ordered on a ground, beside what is under way, and what follows of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.endings import Ground as Ending
from processes.closing.actions import withdraw
from processes.models import Case, ProgrammeItem, Proposal, SpecialAudit
from processes.special import actions
from processes.special.actions import Order
from tests.support import drive
from tests.support.sanctioning import newest, proposed, settled, statuses, suspended
from tests.support.world import World
from workflow import sweep
from workflow.calendar import end_of, start_of
from workflow.exceptions import ConditionFailed, Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def codes(case: Case) -> list[str]:
    """The first two criteria of the case's edition."""
    found = case.audit.findings.order_by("criterion__code")
    return list(found.values_list("criterion__code", flat=True)[:2])


def ordered(world: World, case: Case, ground: str = "complaint", **more: Any) -> Case:
    said = {"ground": ground, "facts": "Ett företag har klagat.", "codes": codes(case), **more}
    return actions.order(case.certification, Order(**said), by=world.officer, at=world.at)


def visited(world: World, case: Case) -> Case:
    """From its opening to the locked report."""
    return drive.report(world, drive.visit(world, drive.plan(world, drive.lead(world, case))))


@pytest.mark.obligation(65)
def test_it_begins_with_its_lead_and_looks_at_what_was_chosen(
    world: World, certified: Case
) -> None:
    case = drive.fresh(ordered(world, certified))

    assert drive.nodes(case) == ["lead_audit"]
    found = case.audit.findings.values_list("criterion__code", flat=True)
    assert sorted(found) == codes(certified)
    assert (case.edition, case.cycle, case.beside) == (certified.edition, certified.cycle, True)
    told = Notification.objects.filter(rule="opened", case=case)
    assert told.filter(recipient=world.coordinator).exists()
    assert not [one for one in proof.differences() if "specialaudit" in one.row]


@pytest.mark.obligation(65)
def test_it_is_planned_visited_reported_and_decided_and_the_certificate_stands(
    world: World, certified: Case
) -> None:
    case = drive.decide(world, visited(world, ordered(world, certified)))

    assert (case.current_state, case.decisions.get().kind) == ("continued", "continue")
    assert SpecialAudit.objects.get().current_state == "done"
    assert newest(certified).revision == 1
    assert statuses(certified) == ["valid"]
    assert not Proposal.objects.exists()


def test_it_runs_beside_a_surveillance_and_leaves_the_programme(
    world: World, certified: Case
) -> None:
    item = ProgrammeItem.objects.earliest("opens_date")
    world.at = start_of(item.opens_date)
    sweep.fire_due(world.at)
    surveillance = Case.objects.get(kind="surveillance", state="running")
    before = list(ProgrammeItem.objects.values_list("pk", "state", "opens_date"))

    case = drive.decide(world, visited(world, ordered(world, certified)))

    assert case.current_state == "continued"
    assert drive.fresh(surveillance).is_running
    assert list(ProgrammeItem.objects.values_list("pk", "state", "opens_date")) == before


def test_one_of_each_ground_at_a_time(world: World, certified: Case) -> None:
    first = ordered(world, certified)
    with pytest.raises(Refused, match=first.number) as refused:
        ordered(world, certified)
    assert refused.value.code == "refused.special_running"

    ordered(world, certified, "misuse")

    assert Case.objects.filter(kind="special", state="running").count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": " "}, "special_facts"),
        ({"codes": ["nothing"]}, "no_criteria"),
        ({"ground": "suspension"}, "special_ground"),
    ],
)
def test_an_order_says_why_and_what(world: World, certified: Case, change: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ordered(world, certified, **change)

    assert refused.value.code == f"refused.{code}"
    assert not SpecialAudit.objects.exists()


def test_what_it_did_not_show_leads_to_a_proposal_and_to_nothing_by_itself(
    world: World, certified: Case
) -> None:
    case = visited(world, ordered(world, certified))
    decision = case.decisions.get()
    gates = [{**gate, "met": False} for gate in decision.basis["gates"]]
    type(decision).objects.filter(pk=decision.pk).update(basis={**decision.basis, "gates": gates})

    case = drive.decide(world, case, "refuse")

    asked = Proposal.objects.get()
    assert (case.current_state, asked.kind) == ("refused", "suspend")
    assert asked.current_state == "proposed"
    assert case.number in asked.said
    assert statuses(certified) == ["valid"]


@pytest.mark.obligation(75)
def test_after_a_suspension_it_proposes_that_the_certificate_is_restored(
    world: World, certified: Case
) -> None:
    suspended(world, certified)
    case = drive.decide(world, visited(world, ordered(world, certified, "suspension")))

    asked = Proposal.objects.get(state="proposed")
    assert (case.current_state, asked.kind) == ("continued", "restore")


def test_it_is_closed_with_its_certificate(world: World, certified: Case) -> None:
    case = ordered(world, certified)
    settled(world, proposed(world, certified, "end"))

    assert drive.fresh(case).ground == Ending.CERTIFICATE_ENDED
    assert SpecialAudit.objects.get().current_state == "done"


def test_it_is_closed_when_the_certificate_runs_out(world: World, certified: Case) -> None:
    certificate = newest(certified)
    world.at = start_of(certificate.expiry_date)
    case = ordered(world, certified)
    world.at = end_of(certificate.expiry_date)
    sweep.fire_due(world.at)

    assert drive.fresh(case).current_state == "closed"


def test_the_municipality_cannot_withdraw_it(world: World, certified: Case) -> None:
    case = drive.fresh(ordered(world, certified))

    with pytest.raises(ConditionFailed):
        withdraw(case, "Nej.", by=world.signatory, at=world.at)


def test_the_officer_orders_it_on_the_page(world: World, client: Client, certified: Case) -> None:
    certificate, page = newest(certified), "order_special"
    client.force_login(world.officer)
    status = client.get(reverse("certificate_status", args=[certificate])).content.decode()
    assert reverse(page, args=[certificate]) in status
    empty = client.post(reverse(page, args=[certificate]), {})
    assert empty.status_code == 200
    assert not SpecialAudit.objects.exists()
    said = {"ground": "complaint", "facts": "Ett klagomål.", "codes": codes(certified)}

    sent = client.post(reverse(page, args=[certificate]), said)

    case = Case.objects.get(kind="special")
    assert sent.headers["Location"] == reverse("case", args=[case.number])
    client.force_login(world.coordinator)
    shown = client.get(reverse("case", args=[case.number])).content.decode()
    assert "Ett klagomål." in shown
    programme = client.get(reverse("case_programme", args=[certified.number])).content.decode()
    assert case.number in programme
    assert client.get(reverse(page, args=[certificate])).status_code == 403


def test_each_page_of_its_case_can_be_read(world: World, client: Client, certified: Case) -> None:
    case = visited(world, ordered(world, certified))
    for who in (world.coordinator, world.officer, world.auditor):
        client.force_login(who)
        for name in ("case", "case_audit", "case_assessment", "case_actions", "case_history"):
            assert client.get(reverse(name, args=[case.number])).status_code == 200, (who, name)
