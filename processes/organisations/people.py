"""Changes of people: who they are, which roles they hold, what ties them to municipalities.

Nobody is deleted: history keeps its people.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.organisations import returns
from processes.organisations.accounts import security
from processes.organisations.events import letter_due
from processes.organisations.impartiality import SOURCE
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.organisations.policies import fits
from processes.roles import Role
from workflow import acts, timers, trail
from workflow.calendar import end_of, local_date
from workflow.exceptions import Refused
from workflow.models import Exclusion
from workflow.models.promises import keeps
from workflow.sweep import attendance

RETURN = "return_work"


@transaction.atomic
def add(person: Person, *, by: Person | None, at: datetime) -> Person:
    """A new person, without a password: a letter brings the link by which they choose one."""
    person.email = person.email.lower()
    person.set_unusable_password()
    person.save()
    _record(person, "add", by=by, at=at)
    letter_due.send(sender=Person, kind="welcome", person=person, at=at)
    return person


@transaction.atomic
def change(person: Person, *, by: Person, at: datetime) -> None:
    """Change name or language. A new address is asked for instead: see ``addresses``."""
    person.save(update_fields=["name", "language"])
    _record(person, "change", by=by, at=at)


@dataclass(frozen=True)
class Appointment:
    """A role at an organisation, from a day, perhaps to a day."""

    organisation: Organisation
    role: Role
    from_date: date
    to_date: date | None = None


@transaction.atomic
def appoint(person: Person, to: Appointment, *, by: Person | None, at: datetime) -> Membership:
    """Give a person a role. Raises Refused where the role does not belong or is held already."""
    if to.organisation.kind != Organisation.Kind.REVIEW and not fits(to.role, to.organisation):
        raise Refused(
            _("That role does not belong to such an organisation."), code="role_elsewhere"
        )
    held = person.memberships.filter(organisation=to.organisation, role=to.role)
    if held.exclude(to_date__lt=to.from_date).exists():
        raise Refused(_("The person already holds that role then."), code="role_held")
    membership = Membership.objects.create(
        person=person,
        organisation=to.organisation,
        role=to.role,
        from_date=to.from_date,
        to_date=to.to_date,
    )
    _promise_return(membership, at=at)
    _record(
        person,
        "appoint",
        membership,
        by=by,
        at=at,
        role=to.role,
        organisation=to.organisation.code,
        kept_from=kept_from(person),
    )
    attendance.look(at)
    return membership


def kept_from(person: Person) -> list[str]:
    """The numbers of the running cases that ties keep from somebody who works for the body."""
    exclusions = Exclusion.objects.filter(person=person, source=SOURCE, process__finished=None)
    numbers = exclusions.order_by("process__business_key").values_list(
        "process__business_key", flat=True
    )
    return list(numbers.distinct())


@acts.one()
@transaction.atomic
def end(membership: Membership, day: date, *, by: Person, at: datetime) -> None:
    """Let a membership end with a day; work that can no longer be done returns to its queue.

    Raises Refused if the day is before the first one, or for one's own administration.
    """
    if day < membership.from_date:
        raise Refused(_("A membership cannot end before it began."), code="membership_ends_early")
    if membership.person_id == by.pk and membership.role == Role.ADMINISTRATOR:
        raise Refused(
            _("Ask another administrator: you cannot end your own administrator role."),
            code="own_role",
        )
    finish(membership, day, by=by, at=at)


@acts.one()
@transaction.atomic
def finish(membership: Membership, day: date, *, by: Person | None, at: datetime) -> None:
    """Let a membership end with a day, whoever says so: ``by`` None is the system."""
    membership.to_date = day
    membership.save(update_fields=["to_date"])
    code = membership.organisation.code
    data = {"role": membership.role, "organisation": code, "day": day.isoformat()}
    _record(membership.person, "end_membership", membership, by=by, at=at, **data)
    _promise_return(membership, at=at)
    attendance.look(at)


@acts.one()
@transaction.atomic
def deactivate(person: Person, *, by: Person, at: datetime) -> None:
    """Let somebody else no longer sign in; their work returns to its queues."""
    if person.pk == by.pk:
        raise Refused(
            _("Ask another administrator: you cannot close your own account."), code="own_account"
        )
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record(person, "deactivate", by=by, at=at)
    returns.begin(person, at=at)
    attendance.look(at)


@transaction.atomic
def reactivate(person: Person, *, by: Person | None, at: datetime) -> None:
    """Let a person sign in again; what was handed back stays in its queues."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    _record(person, "reactivate", by=by, at=at)
    attendance.look(at)


@transaction.atomic
def declare_interest(interest: Interest, *, by: Person, at: datetime) -> None:
    """Note a tie to a municipality: it may be a conflict of interest.

    Somebody may have several of a kind, one after the other. Raises Refused for the same again.
    """
    same = interest.person.interests.filter(
        organisation=interest.organisation, ground=interest.ground
    )
    if same.filter(from_date=interest.from_date, ended_date=interest.ended_date).exists():
        raise Refused(_("That tie is already noted."), code="tie_noted")
    if interest.ended_date is None and same.filter(ended_date=None).exists():
        raise Refused(_("That tie is already noted, and has not ended."), code="tie_lasts")
    interest.save()
    said = {"ground": interest.ground, "from": _iso(interest.from_date)}
    _record_tie(interest, "declare_interest", by=by, at=at, **said)


@transaction.atomic
def end_interest(interest: Interest, day: date, *, by: Person, at: datetime) -> None:
    """Note the day a tie ended; it still counts for as long as ``impartiality`` says.

    Raises Refused if the day is before the first one.
    """
    if interest.from_date is not None and day < interest.from_date:
        raise Refused(_("A tie cannot end before it began."), code="tie_ends_early")
    interest.ended_date = day
    interest.save(update_fields=["ended_date"])
    _record_tie(interest, "end_interest", by=by, at=at)


def _record_tie(interest: Interest, step: str, *, by: Person, at: datetime, **said: str) -> None:
    said |= {"organisation": interest.organisation.code, "day": _iso(interest.ended_date)}
    _record(interest.person, step, interest, by=by, at=at, **said)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _promise_return(membership: Membership, *, at: datetime) -> None:
    """When the last day of a role is over, its work returns: at once if it already is."""
    timers.stop(membership, RETURN, at=at)
    if membership.to_date is None:
        return
    if membership.to_date < local_date(at):
        return_work(membership, at=at)
    else:
        timers.start(membership, RETURN, due_at=end_of(membership.to_date))


@keeps("processes.membership", RETURN)
def return_work(membership: Membership, *, at: datetime) -> None:
    """The role has ended: its open tasks go back to their queues."""
    returns.begin(membership.person, at=at)


def _record(
    person: Person, step: str, *rows: Any, by: Person | None, at: datetime, **data: Any
) -> None:
    trail.record(trail.Event(subject=person, step=step, by=by, at=at, data=data, rows=rows))
    security.note_step(step, person, by=by, at=at, **data)
