"""A new address is proven before it opens an account: the old one is told, and can stop it.

Until the new address is confirmed the old one signs in; from then on it is dead.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.organisations.accounts import security
from processes.organisations.events import SIGNED_SALT, letter_due
from processes.organisations.models import AddressChange, Person
from workflow import trail
from workflow.exceptions import Refused

VALID = timedelta(days=14)
CONFIRM, STOP = "confirm", "stop"

Outcome = AddressChange.Outcome


def ask(
    person: Person, new: str, *, by: Person, at: datetime, old_is_dead: bool = False
) -> AddressChange:
    """Ask the new address whether it is the person's, and tell the old one. The last word counts.

    ``old_is_dead``: nobody reads what is sent there; then a second administrator must agree.
    """
    if not person.is_active:
        raise Refused(
            _("Open the account first: a closed account gets no mail."), code="account_closed"
        )
    with transaction.atomic():
        waiting(person).update(outcome=Outcome.REPLACED, ended_at=at)
        change = AddressChange.objects.create(
            person=person,
            old=person.email,
            new=new,
            asked_by=by,
            asked_at=at,
            old_is_dead=old_is_dead,
        )
        _record(change, "ask_address", by=by, at=at)
        _write(change, "confirm", CONFIRM, to=new, at=at)
        if not old_is_dead:
            _write(change, "moving", STOP, to=change.old, at=at)
    return change


def waiting(person: Person) -> QuerySet[AddressChange]:
    """The change of a person's address that is not ended, if there is one."""
    return AddressChange.objects.filter(person=person, outcome=Outcome.WAITING)


def read(signed: str) -> tuple[AddressChange | None, str]:
    """The change that the link of a letter is about, and what the link does; none if it is over."""
    try:
        key, act = signing.loads(signed, salt=SIGNED_SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return AddressChange.objects.select_related("person").filter(pk=key).first(), str(act)


def may(change: AddressChange, act: str, at: datetime) -> bool:
    """The link can still do what it says."""
    if at > change.asked_at + VALID:
        return False
    if act == CONFIRM:
        return change.outcome == Outcome.WAITING and change.confirmed_at is None
    return act == STOP and change.outcome in (Outcome.WAITING, Outcome.DONE)


def confirm(change: AddressChange, *, at: datetime) -> None:
    """The new address answers: with nobody left to ask, it is the person's from now on."""
    with transaction.atomic():
        _claim(change, Q(confirmed_at=None), confirmed_at=at)
        _record(change, "confirm_address", by=change.person, at=at)
        _apply_if_agreed(change, at=at)


def agree(change: AddressChange, *, by: Person, at: datetime) -> None:
    """A second administrator vouches for a change of which the old address cannot be told."""
    if by.pk == change.asked_by_id or by.pk == change.person_id:
        raise Refused(
            _("Ask another administrator: whoever asked for the change cannot agree."),
            code="second_administrator",
        )
    with transaction.atomic():
        _claim(change, Q(agreed_by=None, old_is_dead=True), agreed_by=by)
        _record(change, "agree_address", by=by, at=at)
        _apply_if_agreed(change, at=at)


def stop(change: AddressChange, *, by: Person | None, at: datetime) -> None:
    """Nothing is changed; what was changed already is undone, and its password with it."""
    with transaction.atomic():
        if change.outcome == Outcome.WAITING:
            _claim(change, Q(), outcome=Outcome.STOPPED, ended_at=at)
            _record(change, "stop_address", by=by, at=at)
            return
        done = AddressChange.objects.filter(pk=change.pk, outcome=Outcome.DONE)
        if done.update(outcome=Outcome.STOPPED, ended_at=at) != 1:
            raise Refused(_("This can no longer be stopped."), code="address_final")
        person = Person.objects.get(pk=change.person_id)
        if person.email != change.new:
            raise Refused(
                _("The address has been changed again since then."), code="address_changed_again"
            )
        # Whoever got in by the new address may have chosen a password too.
        person.set_unusable_password()
        _move(person, change.old)
        _record(change, "undo_address", by=by, at=at)


def _apply_if_agreed(change: AddressChange, *, at: datetime) -> None:
    if change.confirmed_at is None or (change.old_is_dead and change.agreed_by is None):
        return
    _claim(change, Q(), outcome=Outcome.DONE, ended_at=at)
    _move(change.person, change.new)
    _record(change, "change_address", by=change.asked_by, at=at)
    if not change.old_is_dead:
        _write(change, "moved", STOP, to=change.old, at=at)


def _move(person: Person, address: str) -> None:
    """From now on only this address signs in. Sessions end: they vouch for the one before."""
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "password"])
    except IntegrityError:
        raise Refused(_("Another person already has that address."), code="address_taken") from None


def _claim(change: AddressChange, still: Q, **values: Any) -> None:
    """Change a waiting row, once. Raises Refused if somebody else was faster."""
    rows = AddressChange.objects.filter(still, pk=change.pk, outcome=Outcome.WAITING)
    if rows.update(**values) != 1:
        raise Refused(
            _("This change of address has already been answered."), code="address_answered"
        )
    for name, value in values.items():
        setattr(change, name, value)


def _write(change: AddressChange, kind: str, act: str, *, to: str, at: datetime) -> None:
    facts = {
        "to": to,
        "address": change.new,
        "path": reverse("address_link", args=["-"]).removesuffix("-/"),
        "signs": [change.pk, act],
    }
    letter_due.send(None, kind=kind, person=change.person, at=at, facts=facts)


def _record(change: AddressChange, step: str, *, by: Person | None, at: datetime) -> None:
    """Which change it is stands in the trail; the addresses are personal, and outside its hash."""
    data = {"change": change.pk, "old_is_dead": change.old_is_dead}
    event = trail.Event(
        subject=change.person, step=step, by=by, at=at, because=change.new, data=data
    )
    trail.record(event)
    security.note_step(step, change.person, by=by, at=at)
