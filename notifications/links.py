"""Where the button of a letter leads. No table keeps a key: it is made when the letter is sent."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse
from django.utils.http import int_to_base36

from notifications.messages import Contact
from notifications.models import Notification
from notifications.rules import KEYS, LETTERS
from processes.models import Person
from processes.organisations.events import SIGNED_SALT


def to_password(person: Person) -> str:
    """The address where a person chooses a password: once, and for as long as such links live."""
    whole = Person.objects.get(pk=person.pk)
    key = {"uidb36": int_to_base36(whole.pk), "key": default_token_generator.make_token(whole)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


def of(row: Notification) -> str:
    """The address that the button of a letter leads to; of other messages none.

    A letter with something to answer names the page as ``path`` and what it signs as ``signs``.
    """
    if row.rule in KEYS:
        return to_password(row.recipient)
    if "signs" in row.facts:
        signed = signing.dumps(row.facts["signs"], salt=SIGNED_SALT)
        return f"{settings.SITE_URL}{row.facts['path']}{signed}/"
    return settings.SITE_URL + reverse("account_login") if row.rule in LETTERS else ""


def contact(row: Notification) -> Contact | None:
    """Who answers questions about an account: the body itself, whoever works there today."""
    if row.rule not in LETTERS:
        return None
    return Contact(settings.CONTACT["name"], settings.CONTACT["email"])
