"""Several certificates of one case: each by a decision of its own, and each decision once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications.models import Notification
from notifications.occurrences import ending
from notifications.outbox import post
from notifications.policies import why_not
from processes.case.models import Case
from processes.certificate.actions import issue
from processes.decision.models import Decision
from processes.dossier import dates, documents
from processes.renewal.actions import plan
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World
from workflow.calendar import local_date


@pytest.fixture
def case(world: World) -> Case:
    return drive.grant(world)


def another(case: Case, at: datetime) -> Decision:
    """One more decision of the case that grants."""
    first = case.decisions.get()
    return Decision.objects.create(
        certification=case.certification,
        case=case,
        kind=first.kind,
        number=2,
        state="granted",
        basis=first.basis,
        basis_sha256=first.basis_sha256,
        reasons="The scope is written out.",
        decided_by=first.decided_by,
        decided_at=at,
    )


def test_a_second_decision_of_a_case_issues_the_next_revision(world: World, case: Case) -> None:
    first = drive.issued(case)

    second = issue(another(case, world.at), at=world.at)

    first.refresh_from_db()
    assert (first.current_state, second.current_state) == ("replaced", "valid")
    assert (second.number, second.revision) == (first.number, 2)
    assert drive.issued(case) == second


def test_a_decision_issues_once_however_often_it_is_carried_out(world: World, case: Case) -> None:
    decision = case.decisions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        issue(decision, at=world.at)

    only = Certificate.objects.get()
    assert (only.decision, only.current_state) == (decision, "valid")


def test_the_pages_of_a_case_know_each_of_its_certificates(world: World, case: Case) -> None:
    later = world.at + timedelta(days=20)
    second = issue(another(case, later), at=later)
    case = drive.fresh(case)

    papers = {paper.url: paper.at for paper in documents.of(case)}
    ahead = [day.deadline.date for day in dates.coming(case, [])]

    assert (
        papers[f"/certificate/{drive.issued(case).number}-1/"] == case.decisions.first().decided_at
    )
    assert papers[f"/certificate/{second}/"] == later
    assert second.expiry_date in ahead


def test_the_programme_of_a_case_is_that_of_its_newest_certificate(
    world: World, case: Case
) -> None:
    second = issue(another(case, world.at), at=world.at)
    plan(second, at=world.at)

    page = as_person(world.officer).get(reverse("case_programme", args=[case.number]))

    assert page.context["certificate"] == second


def test_a_notice_follows_the_certificate_that_it_is_about(world: World, case: Case) -> None:
    first = drive.issued(case)
    post(ending(first, -90, at=world.at))
    second = issue(another(case, world.at), at=world.at)
    post(ending(second, -90, at=world.at))

    reasons = {
        row.subject: why_not(row, local_date(world.at))
        for row in Notification.objects.filter(rule="expiring", recipient=world.coordinator)
    }

    assert reasons == {
        f"processes.certificate:{first.pk}": "renewed",
        f"processes.certificate:{second.pk}": "",
    }
