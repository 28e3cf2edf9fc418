"""An unannounced audit: nobody of the municipality sees, hears or answers anything until told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from notifications.models import Notification
from notifications.occurrences import Occurrence
from notifications.recipients.bulk import BulkRecipients
from notifications.recipients.rule import readers
from notifications.rules import CLIENT
from processes.audit.members import TeamMember
from processes.audit.team import changes as team
from processes.audit.team import objections
from processes.closing.actions import close
from processes.models import Case, SpecialAudit
from processes.special import actions
from processes.special.actions import Order
from tests.processes.special.test_special_audits import codes
from tests.security.matrix import MATRIX
from tests.support import drive
from tests.support.sanctioning import newest
from tests.support.world import World
from workflow import sweep
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused
from workflow.trail import proof

pytestmark = [pytest.mark.django_db, pytest.mark.obligation(65)]


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def ordered(world: World, case: Case, **more: Any) -> Case:
    said = {"ground": "complaint", "facts": "Ett företag har klagat.", "codes": codes(case)}
    order = Order(**said, unannounced=True, **more)
    return drive.fresh(actions.order(case.certification, order, by=world.officer, at=world.at))


def led(world: World, case: Case) -> Case:
    """With a lead whom an officer has confirmed."""
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(drive.fresh(case).audit.confirm_team, by=world.officer, at=world.at)
    return drive.fresh(case)


def planned(world: World, case: Case) -> Case:
    audit = case.audit
    audit.visit_date = audit.visit_end_date = local_date(world.at)
    audit.objectives, audit.agenda = "Pröva servicen", "09.00 Inledning"
    audit.save(update_fields=["visit_date", "visit_end_date", "objectives", "agenda"])
    perform(audit.propose_plan, by=world.auditor, at=world.at)
    return drive.fresh(case)


def addresses(case: Case) -> list[str]:
    """Every address of a case that the matrix names, of the concealed one."""
    kept = []
    others = {"n": 1, "pk": 1, "code": "LED-01", "report_number": 1}
    for name in MATRIX:
        for more in ({}, *({key: value} for key, value in others.items())):
            try:
                address = reverse(name, kwargs={"number": case.number, **more})
            except NoReverseMatch:
                continue
            kept.append(address)
    return kept


LISTS = (
    *("inbox", "cases", "notices", "application_new", "register", "register_json", "register_csv"),
    *("register_feed", "about", "complaints"),
)


def test_until_it_is_told_the_municipality_sees_nothing(
    world: World, client: Client, certified: Case
) -> None:
    case = planned(world, led(world, ordered(world, certified)))
    tasks = [reverse("task", args=[one.pk]) for one in drive.human_tasks(case)]
    seen = [reverse(name) for name in LISTS]
    seen += [reverse("inbox_view", args=[view]) for view in ("mine", "team", "waiting", "done")]
    seen += [reverse("cases") + query for query in ("?kind=special", "?q=KL-2026")]
    earlier = ("case", "case_history", "case_documents", "case_messages", "case_programme")
    seen += [reverse(name, args=[certified.number]) for name in earlier]
    certificate = newest(certified)
    seen += [reverse(name, args=[certificate]) for name in ("certificate", "certificate_status")]
    hidden = addresses(case)
    assert len(hidden) > 25
    for who in (world.coordinator, world.signatory, world.contributor):
        client.force_login(who)
        found = [url for url in (*hidden, *tasks) if client.get(url).status_code not in (404, 405)]
        # These answer whatever the number is: of a case that is not there they say the same.
        nothing = case.number[:-4] + "9999"
        found = [
            url
            for url in found
            if client.get(url).status_code
            != client.get(url.replace(case.number, nothing)).status_code
        ]
        assert found == [], who
        for url in seen:
            page = client.get(url)
            body = b"".join(page.streaming_content) if page.streaming else page.content
            assert case.number not in body.decode(), (who, url)
    assert not Notification.objects.filter(case=case, recipient=world.coordinator).exists()
    assert not Notification.objects.filter(case=case, recipient=world.signatory).exists()
    assert not Notification.objects.filter(case=case, rule="unheard").exists()


def test_whoever_is_asked_singly_or_in_bulk_nobody_there_hears(
    world: World, certified: Case
) -> None:
    case = ordered(world, certified)
    told = Occurrence("case.close", case, at=world.at, process=case.main_process, case_id=case.pk)

    assert readers(CLIENT, told) == []
    assert BulkRecipients([told], world.at).readers(CLIENT, told) == []

    close(case, "other", "Klagomålet togs tillbaka.", by=world.officer, at=world.at)
    assert SpecialAudit.objects.get().current_state == "done"
    heard = Notification.objects.filter(case=case)
    assert not heard.filter(recipient__in=[world.coordinator, world.signatory]).exists()
    assert not Case.objects.visible_to(world.coordinator, local_date(world.at)).filter(pk=case.pk)


def test_an_officer_confirms_the_team_and_nobody_is_asked_about_the_plan(
    world: World, certified: Case
) -> None:
    case = ordered(world, certified)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    assert drive.nodes(case) == ["confirm_team"]
    world.at += timedelta(days=60)
    sweep.fire_due(world.at)
    assert drive.nodes(case) == ["confirm_team"], "silence confirms nothing"

    perform(drive.fresh(case).audit.confirm_team, by=world.officer, at=world.at)
    case = planned(world, drive.fresh(case))

    assert (drive.nodes(case), case.audit.current_state) == (["visit"], "agreed")
    assert not [one for one in proof.differences() if case.number in str(one)]


def test_whom_the_officer_does_not_confirm_is_replaced(world: World, certified: Case) -> None:
    case = ordered(world, certified)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)

    because = "Revisorn arbetade där."
    objections.turn_down_team(
        drive.fresh(case).audit, by=world.officer, at=world.at, because=because
    )

    assert drive.nodes(case) == ["lead_audit"]
    assert drive.fresh(case).audit.lead is None
    assert not Case.objects.visible_to(world.auditor, local_date(world.at)).filter(pk=case.pk)


def test_whoever_joins_later_is_confirmed_by_an_officer(world: World, certified: Case) -> None:
    case = led(world, ordered(world, certified))
    member = team.ask(case.audit, world.second_auditor, by=world.auditor, at=world.at)
    team.declare(TeamMember.objects.get(pk=member.pk), by=world.second_auditor, at=world.at)
    member = TeamMember.objects.get(pk=member.pk)
    assert (member.current_state, member.presented_at) == ("declared", None)

    perform(member.confirm, by=world.officer, at=world.at)

    assert TeamMember.objects.get(pk=member.pk).current_state == "seated"


def test_at_its_moment_the_municipality_is_told_and_sees_it(
    world: World, client: Client, certified: Case
) -> None:
    moment = world.at + timedelta(hours=5)
    case = ordered(world, certified, notice_at=moment)
    sweep.fire_due(moment - timedelta(minutes=1))
    assert drive.fresh(case).concealed

    sweep.fire_due(moment)

    case = drive.fresh(case)
    assert (case.concealed, case.coordinator) == (False, certified.coordinator)
    assert SpecialAudit.objects.get().told_at == moment
    told = Notification.objects.filter(rule="opened", case=case)
    assert {world.coordinator.pk, world.signatory.pk} <= set(
        told.values_list("recipient", flat=True)
    )
    client.force_login(world.coordinator)
    assert client.get(reverse("case", args=[case.number])).status_code == 200
    # From here on it goes as any other: the municipality has its say.
    drive.lead(world, case)
    assert drive.fresh(case).audit.current_state == "ready"


def test_the_visit_is_not_concluded_before_the_municipality_is_told(
    world: World, certified: Case
) -> None:
    case = planned(world, led(world, ordered(world, certified)))
    with pytest.raises(ConditionFailed, match=r"kommunen|municipality"):
        drive.visit(world, case)

    actions.announce(SpecialAudit.objects.get(), by=world.auditor, at=world.at)
    case = drive.visit(world, case)

    assert case.audit.current_state == "visited"
    with pytest.raises(Conflict):
        actions.announce(SpecialAudit.objects.get(), by=world.officer, at=world.at)


def test_the_lead_tells_when_the_visit_begins_and_nobody_else_does(
    world: World, certified: Case
) -> None:
    case = led(world, ordered(world, certified))
    made = SpecialAudit.objects.get()
    with pytest.raises(Refused) as refused:
        actions.announce(made, by=world.auditor, at=world.at)
    assert refused.value.code == "refused.visit_not_begun"
    with pytest.raises(NotPermitted):
        actions.announce(SpecialAudit.objects.get(), by=world.second_auditor, at=world.at)
    assert drive.fresh(case).concealed


def test_a_moment_lies_ahead(world: World, certified: Case) -> None:
    with pytest.raises(Refused) as refused:
        ordered(world, certified, notice_at=world.at - timedelta(minutes=1))

    assert refused.value.code == "refused.notice_past"


def test_the_pages_of_the_body(world: World, client: Client, certified: Case) -> None:
    client.force_login(world.officer)
    said = {
        "ground": "complaint",
        "facts": "Ett klagomål.",
        "codes": codes(certified),
        "unannounced": "on",
        "notice_day": "2199-01-01",
    }
    page = reverse("order_special", args=[newest(certified)])
    assert "notice_hour" in client.post(page, said).context["form"].errors
    client.post(page, said | {"notice_day": ""})
    case = Case.objects.get(kind="special")
    assert case.concealed
    announce = reverse("announce_special", args=[case.number])
    assert announce in client.get(reverse("case", args=[case.number])).content.decode()
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    task = drive.open_task(case, "confirm_team")
    client.post(reverse("task_claim", args=[task.pk]))
    shown = client.get(reverse("task", args=[task.pk])).content.decode()
    assert world.auditor.name in shown
    client.post(reverse("task", args=[task.pk]), {"answer": "confirm"})
    assert drive.nodes(case) == ["plan_visit"]

    assert client.get(announce).status_code == 200
    client.post(announce)

    assert not drive.fresh(case).concealed
    assert client.post(announce).status_code == 409
    client.force_login(world.coordinator)
    assert client.get(announce).status_code == 403
