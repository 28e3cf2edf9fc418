"""Whether a reader may still know is what the page of the case answers, whatever the rule."""

from typing import Any

import pytest
from django.urls import reverse

from notifications.delivery import send as delivery
from notifications.models import Notification
from notifications.rules import LETTERS, RULES, Kind
from processes.amendments import actions as amendments
from processes.case.exclusions import exclude
from processes.models import Case
from processes.roles import Role
from tests.notifications.post import Office
from tests.support import amending
from tests.support.assessing import as_person
from tests.support.world import World, person

UNASKED = {Kind.INCIDENT, Kind.RELEASED}
"""Not about a case, and that something is no longer one's own: it is known to who had it."""
ASKED = sorted({rule.kind for rule in RULES} - {*LETTERS, Kind.DIGEST, *UNASKED})


def _row(case: Case, world: World, kind: str, reader: Any) -> Notification:
    """A message of the kind about the case, to the reader."""
    return Notification(
        subject=f"processes.case:{case.pk}",
        rule=kind,
        occurrence=f"sight-{reader.pk}",
        recipient=reader,
        case=case,
        reference=case.number,
        organisation=case.organisation,
        message_id=f"<{kind}-{reader.pk}@testserver>",
        next_try_at=world.at,
        created_at=world.at,
    )


def _told(case: Case, world: World, kind: str, readers: list[Any]) -> list[bool]:
    """Whether a message of the kind would still go to each of the readers."""
    made = Notification.objects.bulk_create(_row(case, world, kind, one) for one in readers)
    asked = Notification.objects.may_know(world.at.date()).in_bulk([row.pk for row in made])
    return [bool(asked[row.pk].may_know) for row in made]


def _everybody(world: World, case: Case) -> list[Any]:
    """All in all relations to the case, and some who are kept from it or have stopped."""
    kept_lead, kept_officer = world.second_auditor, person("Jan", world.body, Role.OFFICER)
    for one in (kept_lead, kept_officer):
        exclude(case.main_process, one, reason="a tie", at=world.at)
    return [
        *(world.coordinator, world.signatory, world.contributor, world.neighbour_coordinator),
        *(world.officer, world.auditor, world.decision_maker, world.administrator),
        *(world.observer, kept_lead, kept_officer, person("Frej", world.body, None)),
        person("Ägar", world.body, Role.SCHEME_OWNER),
        person("Ny Revisor", world.body, Role.AUDITOR),
    ]


def test_a_message_about_a_case_goes_to_whom_its_page_opens_for(world: World) -> None:
    case = amending.reported(world)
    readers = _everybody(world, case)
    address = reverse("case", args=[case.number])
    opens = [as_person(one).get(address).status_code == 200 for one in readers]

    told = {kind: _told(case, world, kind, readers) for kind in ASKED}

    assert told == dict.fromkeys(ASKED, opens)
    assert {*opens} == {True, False}
    assert opens[readers.index(world.auditor)]


def test_every_rule_about_a_case_is_of_a_kind_that_is_asked_about() -> None:
    assert {rule.kind for rule in RULES} - UNASKED == set(ASKED)


def test_who_is_kept_from_a_case_is_still_told_what_they_lost(world: World) -> None:
    case = amending.reported(world)

    assert all(_told(case, world, "released", _everybody(world, case)))


@pytest.mark.parametrize("step", ["adopt", "reject"])
def test_the_lead_hears_what_became_of_the_correction(
    world: World, office: Office, step: str
) -> None:
    made = amending.proposed(world, amending.reported(world), "LED-03", "minor", level=1)
    made = amending.commented(world, made) if made.is_worse else made
    Notification.objects.update(status="sent")

    getattr(amendments, step)(amending.fresh(made), "Det är så.", by=world.officer, at=world.at)
    delivery.deliver_due(world.at)

    row = Notification.objects.get(recipient=world.auditor, rule="decided")
    assert (row.status, row.reason) == ("sent", "")
