"""Where the button of a letter leads. No table keeps a key: it is made when the letter is sent."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import int_to_base36

from notifications.models import Notification
from notifications.rules import KEYS, LETTERS, OF_COMPLAINTS, Kind
from notifications.texts.messages import Contact
from processes.complaints import addresses
from processes.models import Appeal, Person
from processes.organisations.accounts import password_links
from processes.organisations.events import SIGNED_SALT


def to_password(person: Person, *, is_first: bool) -> str:
    """The address where a person chooses a password: once, and for as long as such links live.

    ``is_first``: as an invitation, which lives longer.
    """
    whole = Person.objects.get(pk=person.pk)
    kind = password_links.first if is_first else password_links.again
    key = {"uidb36": int_to_base36(whole.pk), "key": kind.make_token(whole)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


def of(row: Notification) -> str:
    """The address that the button of a letter leads to; of other messages none.

    A letter with something to answer names the page as ``path`` and what it signs as ``signs``.
    """
    if row.rule in KEYS and row.recipient is not None:
        return to_password(row.recipient, is_first=row.rule == Kind.WELCOME)
    if row.rule in OF_COMPLAINTS and row.recipient_id is None:
        return _to_complaint(row)
    if "opens" in row.facts:
        return settings.SITE_URL + str(row.facts["opens"])
    if "signs" in row.facts:
        signed = signing.dumps(row.facts["signs"], salt=SIGNED_SALT)
        return f"{settings.SITE_URL}{row.facts['path']}{signed}/"
    return settings.SITE_URL + reverse("account_login") if row.rule in LETTERS else ""


def _to_complaint(row: Notification) -> str:
    """The private page of whoever complained: by the address the mail brings, or the one in use."""
    label, _colon, key = row.subject.partition(":")
    if row.rule == Kind.RECEIPT:
        address = addresses.by_key(int(key))
    elif label == Appeal._meta.label_lower:
        address = addresses.of_appeal(int(key))
    else:
        address = addresses.newest_of(int(key))
    return settings.SITE_URL + addresses.path_of(address) if address is not None else ""


def contact(row: Notification) -> Contact | None:
    """Who answers questions about an account: the body itself, whoever works there today."""
    if row.rule not in (*LETTERS, *OF_COMPLAINTS):
        return None
    return Contact(settings.CONTACT["name"], settings.CONTACT["email"])
