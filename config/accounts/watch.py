"""Notes what happens to accounts, and from where. Tells a person whose password many have tried."""

import hashlib
from collections.abc import Callable
from typing import Any

from allauth.mfa import signals
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from config.accounts.origin import client_address
from notifications import letters
from notifications.rules import Kind as Letter
from processes.models import Person
from processes.organisations.accounts.security import (
    FAILED_TRIES,
    SecurityEvent,
    coming_from,
    note,
    wrong_passwords,
)
from workflow.calendar import local_date

Kind = SecurityEvent.Kind
QUIET_SECONDS = 15 * 60


class OriginMiddleware:
    """Whatever a request lets be noted came from its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with coming_from(client_address(request)):
            return self.get_response(request)


def wrong_password(email: str) -> None:
    """Note a wrong password; after several the person is told, at most once a day."""
    person, at = Person.objects.filter(email=email.lower()).first(), timezone.now()
    note(Kind.WRONG_PASSWORD, person, at=at)
    if person and person.is_active and wrong_passwords(person) >= FAILED_TRIES:
        letters.write(Letter.TRIES, person, at, occurrence=local_date(at).isoformat())


def stopped(who: str, email: str) -> None:
    """Note that somebody is let through no more: once, however long they go on."""
    key = hashlib.sha256(who.encode()).hexdigest()
    if cache.add(f"stopped-{key}", value=True, timeout=QUIET_SECONDS):
        note(Kind.STOPPED, Person.objects.filter(email=email.lower()).first())


@receiver(signals.authenticator_added, dispatch_uid="watch")
def factor_added(user: Person, **_: Any) -> None:
    """A second step is asked for from now on."""
    note(Kind.FACTOR_ADDED, user, by=user)


@receiver(signals.authenticator_removed, dispatch_uid="watch")
def factor_removed(user: Person, **_: Any) -> None:
    """The password alone will do again."""
    note(Kind.FACTOR_REMOVED, user, by=user)


@receiver(signals.authentication_failed, dispatch_uid="watch")
def factor_wrong(user: Person, **_: Any) -> None:
    """The password was right and the code was not."""
    note(Kind.FACTOR_WRONG, user)
