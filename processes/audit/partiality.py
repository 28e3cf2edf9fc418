"""Jäv: who is kept from a case by an interest in its municipality (obligation 4)."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from processes.case.actions import bar
from processes.case.models import Case
from processes.organisations.models import Interest, Organisation, Person

YEARS = 2


def is_hard(interest: Any, organisation: Organisation, day: date) -> bool:
    """The interest bars: in the municipality itself until two years after it ended,

    in a neighbouring municipality while the person is employed there.
    """
    if interest.organisation_id == organisation.pk:
        return interest.ended_date is None or day < interest.ended_date + relativedelta(years=YEARS)
    still_employed = interest.ground == Interest.Ground.EMPLOYED and interest.ended_date is None
    return still_employed and organisation.neighbours.filter(pk=interest.organisation_id).exists()


def reason_against(person: Any, organisation: Organisation, day: date) -> str:
    """Why a person may not work on a municipality's case; empty if she may."""
    for interest in person.interests.select_related("organisation"):
        if is_hard(interest, organisation, day):
            return _("%(name)s has an interest in %(where)s: %(ground)s.") % {
                "name": person.name,
                "where": interest.organisation,
                "ground": interest.get_ground_display(),
            }
    return ""


def bar_partial_staff(case: Case, day: date) -> None:
    """Bar everyone at the body whom an interest keeps from the case."""
    staff = Person.objects.filter(memberships__organisation=case.scheme.body).distinct()
    for person in staff.prefetch_related("interests__organisation"):
        reason = reason_against(person, case.organisation, day)
        if reason:
            bar(case.main_process, person, reason=reason[:200])
