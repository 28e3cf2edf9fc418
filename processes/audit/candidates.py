"""Who could join a team, and what speaks against each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.organisations.impartiality import Ground, conflict_grounds, grounds_of
from processes.organisations.models import Membership, Organisation, Person
from processes.reasons import told
from processes.roles import Role
from workflow.models import Exclusion
from workflow.sql.ready import Select, Slot


def reason_against(person: Any, case: Case, day: date) -> str:
    """Why a person may not audit a case; empty if nothing keeps them from it."""
    known = conflict_grounds(person, case.organisation, day)
    return _reason(person, exclusions_of(case), known)


def _reason(person: Any, excluded: dict[int, str], known: list[Ground]) -> str:
    hard = next((one.reason for one in known if one.is_hard), "")
    why = excluded.get(person.pk) or hard
    return _("Kept from the case: %s.") % why.rstrip(".") if why else ""


def soft_grounds(person: Any, organisation: Organisation, day: date) -> list[str]:
    """What does not exclude a person from a municipality's case, but should be known."""
    return _remarks(conflict_grounds(person, organisation, day))


def _remarks(known: list[Ground]) -> list[str]:
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
    excluded, known = (
        exclusions_of(case),
        grounds_of([one.pk for one in people], case.organisation, day),
    )
    return [
        Candidate(
            person=person,
            reason=_reason(person, excluded, known[person.pk]),
            remarks=tuple(_remarks(known[person.pk])),
        )
        for person in people
    ]


def exclusions_of(case: Case) -> dict[int, str]:
    """Who is kept from auditing the case, and why."""
    return {person: told(reason) for person, reason in kept(process=case.main_process_id)}


kept = Select(
    lambda: Exclusion.objects.filter(
        process=Slot("process"), role__in=["", Role.AUDITOR]
    ).values_list("person", "reason")
)
