"""Many certificates at once, each with its municipality, its people and what is promised."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from processes.case.models import Certification
from processes.models import Case, Certificate, Membership, Organisation, Person, ProgrammeItem
from processes.renewal.models import Programme
from processes.roles import Role
from tests.support.world import LONG_AGO, World
from workflow import timers
from workflow.calendar import Explanation, exact_months
from workflow.engine import execution


def build(world: World, days: Iterable[date], at: datetime) -> list[Any]:
    """A certificate that ends on each of the days, four years after it began."""
    return [_certificate(world, number, ends, at) for number, ends in enumerate(days)]


def surveil(certificate: Any, opens: date, at: datetime) -> Any:
    """A surveillance of the certificate, of which the case opens by itself on a day."""
    explanation = Explanation("surveillance_opens", opens, 0, "months", (), None, opens).as_json()
    item = ProgrammeItem.objects.create(
        programme=Programme.objects.create(certificate=certificate),
        kind="surveillance",
        ordinal=1,
        opens_date=opens,
        visit_by_date=opens + timedelta(days=60),
        decide_by_date=opens + timedelta(days=90),
        explanations=dict.fromkeys(("opens", "visit_by", "decide_by"), explanation),
    )
    timers.begin(item)
    return item


def _certificate(world: World, number: int, ends: date, at: datetime) -> Any:
    begins = exact_months(ends, -48)
    case = _case(world, number, begins, at)
    certificate = Certificate.objects.create(
        certification=case.certification,
        case=case,
        number=f"CC-{number}",
        scope="Service",
        decided_date=begins,
        effective_date=begins,
        anchor_date=begins,
        expiry_date=ends,
    )
    timers.begin(certificate)
    return certificate


def _case(world: World, number: int, begins: date, at: datetime) -> Any:
    """The case that granted it, long done."""
    place = _municipality(world, number)
    case = Case.objects.create(
        certification=Certification.objects.create(
            organisation=place, scheme=world.scheme, created_at=at
        ),
        kind="initial",
        number=f"C-{number}",
        state="granted",
        edition=world.edition,
        cycle=world.cycle,
        coordinator=world.coordinator,
        opened_at=at,
        opened_date=begins,
        closed_at=at,
    )
    flow = "processes/flows.CertificationFlow"
    about = {"subject": case, "organisation": place, "business_key": case.number}
    case.main_process = execution.create(flow, at=at, status="DONE", finished=at, **about)
    case.save(update_fields=["main_process"])
    return case


def _municipality(world: World, number: int) -> Any:
    place = Organisation.objects.create(
        kind=Organisation.Kind.MUNICIPALITY,
        code=f"{number:05}",
        name=f"Ort {number}",
        full_name=f"Ort {number} kommun",
    )
    coordinator = Person(email=f"k{number}@example.org", name=f"Karin {number}", password="!")
    coordinator.save()
    Membership.objects.create(
        person=coordinator, organisation=place, role=Role.COORDINATOR, from_date=LONG_AGO
    )
    return place
