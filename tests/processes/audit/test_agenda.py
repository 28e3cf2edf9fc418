"""What a follow-up or a renewal always looks at is ticked, said and frozen in its report."""

import pytest
from django.test import Client
from django.urls import reverse

from processes import kinds
from processes.audit.actions import conclude_visit
from processes.audit.agenda import TOPICS, covering, topics_of
from processes.changing.actions import Change
from processes.changing.actions import report as tell_change
from processes.models import Case, ProgrammeItem
from processes.renewal.actions import open_case
from tests.support import drive
from tests.support.world import World
from workflow.calendar import local_date
from workflow.exceptions import ConditionFailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def visiting(world: World) -> Case:
    """A surveillance on its visit, after a certificate with a minor nonconformity."""
    granted = drive.grant(world, {"LED-03": "minor"})
    change = Change("sites", "Vi flyttar.", local_date(world.at))
    tell_change(granted.certification, change, by=world.coordinator, at=world.at)
    case = open_case(ProgrammeItem.objects.earliest("opens_date"), at=world.at)
    return drive.plan(world, drive.lead(world, drive.assess(world, case)))


@pytest.mark.obligation(60)
def test_the_visit_is_not_concluded_before_all_was_looked_at(
    world: World, client: Client, visiting: Case
) -> None:
    client.force_login(world.auditor)
    visiting.audit.findings.update(grade="conform", level=3)
    task = reverse("task", args=[drive.open_task(visiting, "visit").pk])
    page = client.get(task).content.decode()
    assert "LED-03" in page
    day = local_date(world.at).isoformat()
    said = {"conclusion": "Enigt.", "day": day, "seen": "Allt.", "covered": ["mark", "public"]}

    audit = drive.fresh(visiting).audit
    audit.conclusion, audit.covered = "Enigt.", covering(visiting, ["mark"], "Märket.")
    with pytest.raises(ConditionFailed):
        conclude_visit(audit, local_date(world.at), by=world.auditor, at=world.at)
    audit = drive.fresh(visiting).audit
    audit.visit_date = audit.visit_end_date = local_date(world.at)
    audit.save(update_fields=["visit_date", "visit_end_date"])
    assert client.post(task, said).status_code == 200
    assert client.post(task, said | {"covered": [*kinds.KEEPING], "seen": ""}).status_code == 200
    assert drive.fresh(visiting).audit.current_state == "agreed"
    client.post(task, said | {"covered": [*kinds.KEEPING]})

    audit = drive.fresh(visiting).audit
    assert (audit.current_state, audit.covered["topics"]) == ("visited", [*kinds.KEEPING])
    case = drive.report(world, visiting)
    report = case.audit.reports.get()
    assert report.content["covered"] == {"topics": [*kinds.KEEPING], "seen": "Allt."}
    shown = client.get(reverse("report", args=[case.number, 1])).content.decode()
    assert "märket" in shown


@pytest.mark.obligation(60)
def test_what_is_known_of_it_stands_beside(visiting: Case) -> None:
    known = {topic.key: topic.known for topic in topics_of(visiting)}

    assert list(known) == [*kinds.KEEPING]
    assert "LED-03" in known["earlier"][0]
    assert len(known["changes"]) == 1


@pytest.mark.obligation(66)
def test_a_renewal_looks_back_over_the_whole_cycle(world: World) -> None:
    granted = drive.grant(world, {"LED-03": "minor"})
    case = open_case(ProgrammeItem.objects.get(kind="recertification"), at=world.at)

    topics = topics_of(case)

    assert (topics[0].key, len(topics)) == ("cycle", 1 + len(kinds.KEEPING))
    assert granted.number in topics[0].known[0]


def test_a_first_audit_has_no_agenda_of_its_own(world: World) -> None:
    case = drive.visit(world, drive.audited(world))

    assert (topics_of(case), case.audit.covered) == ([], {})
    assert {key for kind in kinds.KINDS.values() for key in kind.agenda} <= set(TOPICS)
