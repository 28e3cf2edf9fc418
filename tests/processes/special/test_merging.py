"""A special audit joins an audit under way that looks at the same: one visit for both."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.models import Case, ProgrammeItem, SpecialAudit
from processes.renewal.actions import open_case
from processes.special import actions, merging
from processes.special.actions import Order
from tests.support import drive
from tests.support.world import World
from workflow.exceptions import Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def surveillance(world: World) -> Case:
    """A surveillance before its visit."""
    drive.grant(world)
    item = ProgrammeItem.objects.earliest("opens_date")
    return drive.lead(world, drive.assess(world, open_case(item, at=world.at)))


def ordered(world: World, case: Case, codes: list[str], *, unannounced: bool = False) -> Case:
    order = Order("complaint", "Ett klagomål.", codes, unannounced=unannounced)
    return drive.fresh(actions.order(case.certification, order, by=world.officer, at=world.at))


def looked_at(case: Case) -> set[str]:
    return set(case.audit.findings.values_list("criterion__code", flat=True))


def test_its_criteria_are_added_to_the_audit_under_way(
    world: World, client: Client, surveillance: Case
) -> None:
    before = looked_at(surveillance)
    every = set(
        Case.objects.earliest("pk").audit.findings.values_list("criterion__code", flat=True)
    )
    same, new = min(before), max(every - before, default=max(before))
    case = ordered(world, surveillance, [same, new])
    page = reverse("merge_special", args=[case.number])
    client.force_login(world.coordinator)
    assert client.get(page).status_code == 403
    client.force_login(world.officer)
    assert page in client.get(reverse("case", args=[case.number])).content.decode()
    assert client.get(page).status_code == 200

    client.post(page)

    assert looked_at(surveillance) == before | {same, new}
    made = SpecialAudit.objects.get()
    assert (made.current_state, made.merged_into) == ("merged", surveillance)
    assert drive.fresh(case).current_state == "closed"
    shown = client.get(reverse("case", args=[case.number])).content.decode()
    assert surveillance.number in shown
    assert client.post(page).status_code == 409
    assert not [one for one in proof.differences() if "specialaudit" in one.row]
    assert not [one for one in proof.differences() if "processes.audit" in one.row]


def test_it_is_not_offered_where_nothing_is_the_same_or_a_visit_was_made(
    world: World, surveillance: Case
) -> None:
    unseen = ordered(world, surveillance, [min(looked_at(surveillance))], unannounced=True)
    assert merging.host(unseen.special) is None
    drive.visit(world, drive.plan(world, surveillance))
    case = actions.order(
        surveillance.certification,
        Order("misuse", "Fel märke.", [min(looked_at(surveillance))]),
        by=world.officer,
        at=world.at,
    )

    with pytest.raises(Refused) as refused:
        merging.merge(SpecialAudit.objects.get(case=case), by=world.officer, at=world.at)
    assert refused.value.code == "refused.nothing_to_join"
