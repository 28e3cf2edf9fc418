"""Who of the certification body can be named to the holder of a suspended certificate."""

from datetime import date

from processes.case.models import Case
from processes.organisations.models import Membership
from processes.roles import Role


def staff_of(case: Case, day: date) -> list[int]:
    """The keys of the officers and auditors of the scheme's body on a day."""
    held = Membership.objects.on(day).filter(
        organisation=case.scheme.body_id,
        role__in=(Role.OFFICER, Role.AUDITOR),
        person__is_active=True,
    )
    return sorted(set(held.values_list("person", flat=True)))
