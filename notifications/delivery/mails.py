"""A message as a mail: two parts of equal content, and headers that machines understand."""

from django.conf import settings

from notifications.delivery.mime import Mail
from notifications.models import Notification, mail_id
from notifications.texts.messages import Message, one_line
from notifications.texts.prerendered import parts

KEY_HEADER = "X-Kvalitetslots-Key"
"""Receivers that keep the keys they have seen get no mail twice."""


def mail(row: Notification, message: Message) -> Mail:
    """The mail of a row. The same row gives the same Message-ID each time."""
    text, html = parts(message)
    contact = message.contact
    made = Mail(
        subject=message.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one_line(row.facts.get("to") or row.to.address)],
        reply_to=[one_line(contact.email) if contact else settings.DEFAULT_FROM_EMAIL],
        headers=_headers(row, message),
    )
    made.attach_alternative(html, "text/html")
    return made


def _headers(row: Notification, message: Message) -> dict[str, str]:
    headers = {
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
        KEY_HEADER: row.message_id.strip("<>").partition("@")[0],
    }
    if row.reference:
        headers["References"] = thread(row.reference)
    return headers


def thread(reference: str) -> str:
    """The id under which mail programs gather everything about a case."""
    return mail_id("case." + "".join(char for char in reference if char.isalnum() or char == "-"))
