"""What is offered and said to whoever changes a team, and where they are led."""

import pytest
from django.urls import reverse

from processes.audit.team import replacing
from processes.audit.team.replacing import Change
from processes.models import TeamMember
from processes.roles import Role
from tests.support import drive
from tests.support.hands import post
from tests.support.world import World, person


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def third(world: World):
    return person("Tea Tredje", world.body, Role.AUDITOR)


def member(who) -> TeamMember:
    return TeamMember.objects.filter(person=who).latest("pk")


def replace(world, case, leaving, joining, by=None) -> None:
    gone = member(leaving) if leaving else None
    audit = drive.fresh(case).audit
    wanted = Change(gone, joining, "Är sjuk.")
    replacing.change(audit, wanted, by=by or world.officer, at=world.at)


def page(case) -> str:
    return reverse("audit_team", args=[case.number])


def test_a_declaration_is_spoken_of_only_where_one_is_asked_for(world, client, third):
    case = drive.audited(world)
    audit_page = reverse("case_audit", args=[case.number])

    answer = post(client, world.auditor, page(case), leaves="", joins=third.pk, reasons="Mer.")
    assert answer.url == audit_page
    (told,) = client.get(audit_page).context["messages"]
    assert "jävsförklaring" in str(told)
    answer = post(
        client, world.auditor, page(case), leaves=member(third).pk, joins="", reasons="Sjuk."
    )
    assert answer.url == audit_page
    (told,) = client.get(audit_page).context["messages"]
    assert str(told) == "Teamet är ändrat."


def test_who_lets_themself_go_is_led_where_they_may_still_read(world, client, third):
    case = drive.join(world, drive.audited(world), third)

    fields = {"leaves": member(world.auditor).pk, "joins": third.pk, "reasons": "Sjuk."}
    answer = post(client, world.auditor, page(case), **fields)

    assert answer.url == reverse("inbox")


def offered(client, who, case) -> set[str]:
    client.force_login(who)
    form = client.get(page(case)).context["form"]
    return {name for key, name in form.fields["joins"].choices if key}


def test_all_that_is_missing_is_told_at_once(world, client, third):
    answer = post(client, world.auditor, page(drive.audited(world)), leaves="", joins="")

    assert set(answer.context["form"].errors) == {"leaves", "reasons"}


def test_only_who_can_join_is_offered(world, client, third):
    case = drive.audited(world)
    assert third.name in offered(client, world.officer, case)
    assert world.auditor.name not in offered(client, world.officer, case)

    case = drive.join(world, case, third)

    # Of the team only somebody who could lead instead of its lead, and this is said.
    form = client.get(page(case)).context["form"]
    assert third.name in offered(client, world.officer, case)
    assert "med i teamet redan" in form.fields["joins"].hints[str(third.pk)]
    replace(world, case, world.auditor, None)
    assert third.name not in offered(client, world.officer, case)


def test_who_joined_meanwhile_is_told_to_be_in_the_team(world, client, third):
    case = drive.join(world, drive.audited(world), third)

    answer = post(client, world.officer, page(case), leaves="", joins=third.pk, reasons="Ja.")

    assert "är redan med" in str(answer.context["form"].errors["joins"])


def test_what_is_closed_leads_to_the_case_and_speaks_of_nobody_else(world, client):
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    client.force_login(world.officer)

    answer = client.get(page(case))

    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Öppna ärendet" in told
    assert "Se hur det ser ut nu" not in told
    assert "Någon annan hann före" not in told
