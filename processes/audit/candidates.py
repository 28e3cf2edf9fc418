"""Who could join a team, and what speaks against each (obligation 20, in part)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from processes.case import exclusions
from processes.case.exclusions import Against
from processes.case.models import Case
from processes.organisations.impartiality import conflict_grounds
from processes.organisations.models import Membership, Organisation, Person
from processes.roles import Role


def reason_against(person: Person, case: Case, day: date) -> str:
    """Why a person may not audit a case; empty if nothing keeps them from it."""
    return _reason(exclusions.against([person.pk], case, Role.AUDITOR, day)[person.pk])


def _reason(known: Against) -> str:
    return _("Kept from the case: %s.") % known.why.rstrip(".") if known.why else ""


def soft_grounds(person: Person, organisation: Organisation, day: date) -> list[str]:
    """What does not exclude a person from a municipality's case, but should be known."""
    known = conflict_grounds(person, organisation, day)
    return [one.remark for one in known if not one.is_hard]


@dataclass(frozen=True)
class Candidate:
    """An auditor who could join a team: what keeps them from it, and what should be known."""

    person: Any
    reason: str
    remarks: tuple[str, ...]


def of_case(case: Case, day: date) -> list[Candidate]:
    """Every auditor of the body, by name, each with what speaks against them."""
    auditors = Membership.objects.on(day).filter(
        organisation=case.scheme.body, role=Role.AUDITOR, person__is_active=True
    )
    people = list(
        Person.objects.filter(pk__in=auditors.values("person")).order_by("name_order", "pk")
    )
    known = exclusions.against([one.pk for one in people], case, Role.AUDITOR, day)
    return [
        Candidate(person, _reason(known[person.pk]), known[person.pk].remarks) for person in people
    ]
