"""A small world for tests: one body, one municipality, one person per role, a small scheme."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from processes.models import (
    Area,
    Criterion,
    DecisionRule,
    Edition,
    MaturityLevel,
    Membership,
    Organisation,
    Person,
    RenewalCycle,
    Scheme,
    SurveillanceWindow,
)
from processes.roles import Role
from processes.scheme.actions import load_default_scheme
from processes.scheme.rhythm.limits import LADDER, QUIET_WEEKS
from workflow.engine.transitions import perform

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)


class Way(NamedTuple):
    """What has been done to a copied world, for as long as nothing else has been.

    ``written``: how many rows had been written then, which tells whether anything has since.
    """

    steps: tuple[Hashable, ...]
    written: int


@dataclass
class World:
    """Who and what a test can use."""

    body: Organisation
    municipality: Organisation
    neighbour: Organisation
    scheme: Scheme
    edition: Edition
    cycle: RenewalCycle
    coordinator: Person
    signatory: Person
    contributor: Person
    officer: Person
    auditor: Person
    second_auditor: Person
    decision_maker: Person
    administrator: Person
    observer: Person
    neighbour_coordinator: Person
    at: datetime = START
    passed: dict[str, Any] = field(default_factory=dict)
    way: Way | None = None

    def later(self, **period: int) -> datetime:
        """Let time pass; the new moment."""
        self.at += timedelta(**period)
        return self.at


def person(name: str, organisation: Organisation, role: Role | None) -> Person:
    """Somebody with one role, added by the first of the bodies."""
    somebody = Person.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.org",
        name=name,
        added_by=Organisation.objects.filter(kind="body").first(),
    )
    if role is not None:
        Membership.objects.create(
            person=somebody, organisation=organisation, role=role, from_date=LONG_AGO
        )
    return somebody


def scheme_of(body: Organisation) -> tuple[Scheme, Edition, RenewalCycle]:
    """A scheme with two areas of three criteria, published."""
    scheme = Scheme.objects.create(
        body=body,
        code="lots",
        prefix="KL",
        title_sv="Lots",
        title_en="Guide",
        survey="NKI",
        is_open=True,
    )
    edition = Edition.objects.create(
        scheme=scheme,
        title_sv="Utgåva 1",
        title_en="Edition 1",
        agreement_sv="Vi lovar.",
        agreement_en="We promise.",
    )
    _fill(edition)
    cycle = RenewalCycle.objects.create(scheme=scheme, ladder=LADDER, quiet_weeks=QUIET_WEEKS)
    SurveillanceWindow.objects.create(cycle=cycle, from_month=9, to_month=12)
    SurveillanceWindow.objects.create(cycle=cycle, from_month=18, to_month=21)
    perform(edition.publish, by=None, at=START, moment=START)
    perform(cycle.publish, by=None, at=START, moment=START)
    return scheme, edition, cycle


def standard_scheme(world: World, at: datetime) -> Scheme:
    """The scheme of the pilots with its 45 criteria, instead of the small one."""
    Scheme.objects.filter(pk=world.scheme.pk).update(is_open=False, prefix="LITEN")
    return load_default_scheme(at)


def _fill(edition: Edition) -> None:
    for level in range(5):
        MaturityLevel.objects.create(
            edition=edition,
            level=level,
            title_sv=f"Nivå {level}",
            title_en=f"Level {level}",
            meaning_sv="m",
            meaning_en="m",
        )
    DecisionRule.objects.create(edition=edition)
    for position, code in enumerate(("LED", "TID")):
        area = Area.objects.create(
            edition=edition, code=code, position=position, title_sv=code, title_en=code
        )
        for number in (1, 2, 3):
            _ask(area, f"{code}-0{number}", number)


def _ask(area: Area, code: str, number: int) -> None:
    Criterion.objects.create(
        area=area,
        code=code,
        position=number,
        kind="must" if number < 3 else "should",
        in_surveillance=number == 1,
        title_sv=f"Krav {number}",
        title_en=f"Criterion {number}",
        guidance_sv="g",
        guidance_en="g",
        evidence_sv="e",
        evidence_en="e",
    )


def build() -> World:
    """The whole small world."""
    kinds = Organisation.Kind
    body = Organisation.objects.create(
        kind=kinds.BODY, code="KLC", name="Kvalitetslots", full_name="Kvalitetslots certifiering"
    )
    municipality = Organisation.objects.create(
        kind=kinds.MUNICIPALITY, code="0860", name="Hultsfred", full_name="Hultsfreds kommun"
    )
    neighbour = Organisation.objects.create(
        kind=kinds.MUNICIPALITY, code="0821", name="Högsby", full_name="Högsby kommun"
    )
    partner = Organisation.objects.create(
        kind=kinds.PARTNER, code="SKR", name="SKR", full_name="Sveriges Kommuner och Regioner"
    )
    scheme, edition, cycle = scheme_of(body)
    return World(
        body=body,
        municipality=municipality,
        neighbour=neighbour,
        scheme=scheme,
        edition=edition,
        cycle=cycle,
        coordinator=person("Karin Koordinator", municipality, Role.COORDINATOR),
        signatory=person("Sten Firmatecknare", municipality, Role.SIGNATORY),
        contributor=person("Mia Medarbetare", municipality, Role.CONTRIBUTOR),
        officer=person("Hanna Handläggare", body, Role.OFFICER),
        auditor=person("Rut Revisor", body, Role.AUDITOR),
        second_auditor=person("Rolf Revisor", body, Role.AUDITOR),
        decision_maker=person("Bo Beslutsfattare", body, Role.DECISION_MAKER),
        administrator=person("Ada Administratör", body, Role.ADMINISTRATOR),
        observer=person("Olle Observatör", partner, Role.OBSERVER),
        neighbour_coordinator=person("Nils Granne", neighbour, Role.COORDINATOR),
    )
