"""Jäv: who is kept from a case by an interest in its municipality (obligation 4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from processes.case.actions import bar
from processes.case.models import Case
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.roles import Role
from workflow.models import Bar
from workflow.ready import Objects, Select, Slot

YEARS = 2


def is_hard(interest: Any, organisation: Organisation, day: date) -> bool:
    """The interest bars: in the municipality itself until two years after it ended,

    in a neighbouring municipality while the person is employed there.
    """
    if interest.organisation_id == organisation.pk:
        return interest.ended_date is None or day < interest.ended_date + relativedelta(years=YEARS)
    still_employed = interest.ground == Interest.Ground.EMPLOYED and interest.ended_date is None
    return still_employed and _is_neighbour(interest, organisation)


def _is_neighbour(interest: Any, organisation: Organisation) -> bool:
    return bool(borders(one=organisation.pk, other=interest.organisation_id))


borders = Select(
    lambda: Organisation.neighbours.through.objects.filter(
        from_organisation=Slot("one"), to_organisation=Slot("other")
    ).values_list("pk")[:1]
)


def reason_against(person: Any, organisation: Organisation, day: date) -> str:
    """Why a person may not work on a municipality's case; empty if she may."""
    hard = (one for one in person.interests.all() if is_hard(one, organisation, day))
    return next((_reason(person, interest) for interest in hard), "")


def _reason(person: Any, interest: Interest) -> str:
    return _("%(name)s has an interest in %(where)s: %(ground)s.") % {
        "name": person.name,
        "where": interest.organisation,
        "ground": interest.get_ground_display(),
    }


def soft_grounds(person: Any, organisation: Organisation, day: date) -> list[str]:
    """Interests in the municipality or its neighbours that do not bar, but should be known."""
    return [
        _told(interest)
        for interest in person.interests.all()
        if not is_hard(interest, organisation, day)
        and (interest.organisation_id == organisation.pk or _is_neighbour(interest, organisation))
    ]


def _told(interest: Any) -> str:
    words = {"where": interest.organisation, "ground": interest.get_ground_display()}
    if interest.ended_date is None:
        return _("%(where)s: %(ground)s") % words
    words["day"] = interest.ended_date.isoformat()
    return _("%(where)s: %(ground)s, ended %(day)s") % words


@dataclass(frozen=True)
class Candidate:
    """An auditor who could join a team: why she may not, and what else should be known."""

    person: Any
    reason: str
    remarks: tuple[str, ...]


def candidates(case: Case, day: date) -> list[Candidate]:
    """Every auditor of the body, by name, each with what speaks against her."""
    auditors = Membership.objects.on(day).filter(
        organisation=case.scheme.body, role=Role.AUDITOR, person__is_active=True
    )
    people = Person.objects.filter(pk__in=auditors.values("person"))
    barred = bars_of(case)
    return [
        Candidate(
            person=person,
            reason=barred.get(person.pk) or reason_against(person, case.organisation, day),
            remarks=tuple(soft_grounds(person, case.organisation, day)),
        )
        for person in people.prefetch_related("interests").order_by("name")
    ]


def bars_of(case: Case) -> dict[int, str]:
    """Who is kept from auditing the case by a bar, and why."""
    bars = kept(process=case.main_process_id)
    return {person: _("Kept from the case: %s.") % reason.rstrip(".") for person, reason in bars}


kept = Select(
    lambda: Bar.objects.filter(process=Slot("process"), role__in=["", Role.AUDITOR]).values_list(
        "person", "reason"
    )
)


def bar_partial_staff(case: Case, day: date) -> None:
    """Bar everyone at the body whom an interest keeps from the case."""
    for interest in interests_of_staff(body=case.scheme.body_id):
        if is_hard(interest, case.organisation, day):
            reason = _reason(interest.person, interest)
            bar(case.main_process, interest.person, reason=reason[:200])


def _interests() -> QuerySet[Interest]:
    staff = Membership.objects.filter(organisation=Slot("body"))
    interests = Interest.objects.filter(person__in=staff.values("person"))
    return interests.select_related("person", "organisation").order_by("pk")


interests_of_staff = Objects(_interests)
