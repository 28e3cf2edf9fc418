"""A post office for tests: a real SMTP server on this machine, and how to read what it got."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from notifications.models import Notification


class Office:
    """Keeps every mail it accepts; ``refuse`` lets it answer with an error instead.

    With the mails of ``cuts_off`` the line goes dead before the answer.
    """

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.refuse = ""
        self.refuses_only = ""
        self.hangs_up = False
        self.cuts_off: set[str] = set()
        self._callers: set[Any] = set()

    @property
    def calls(self) -> int:
        """How many connections brought mails."""
        return len(self._callers)

    async def take(self, server: Any, session: Any, envelope: Any) -> str:
        self._callers.add(session.peer)
        if self.hangs_up:
            server.loop.call_soon(server.transport.close)
        if self.refuse and (self.refuses_only or envelope.rcpt_tos[0]) in envelope.rcpt_tos:
            return self.refuse
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.ids[-1] in self.cuts_off:
            server.transport.abort()
        return "250 kept"

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.got]

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.got]


@contextmanager
def open_office() -> Iterator[Office]:
    """A server on a free port, to which Django's mail goes."""
    office = Office()
    port = free_port()
    controller = Controller(
        SimpleNamespace(handle_DATA=office.take), hostname="127.0.0.1", port=port
    )
    controller.start()
    try:
        with smtp(port):
            yield office
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def smtp(port: int) -> Any:
    """Django sends to a port of this machine."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
        EMAIL_HOST_USER="",
    )


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def more(row: Notification, number: int) -> None:
    """So many more mails of the same kind."""
    for one in range(number):
        other = Notification.objects.get(pk=row.pk)
        other.pk, other.occurrence, other.message_id = None, f"more {one}", f"<{one}@testserver>"
        other.save()
