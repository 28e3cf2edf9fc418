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

    With the mails of ``cuts_off`` the line goes dead before the answer. Recipients of ``unknown``
    are refused at once, and all the same it asks for the mail, as a server may whom everything is
    told at once: ``pipelining`` offers that. With ``turns_away`` it hangs up on who asks for them.
    """

    def __init__(self, *, pipelining: bool = False) -> None:
        self.pipelining = pipelining
        self.unknown: set[str] = set()
        self.turns_away = False
        self.asked_in_vain: list[bytes] = []
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

    async def greet(self, _: Any, session: Any, _e: Any, name: str, said: list[str]) -> list[str]:
        session.host_name = name
        return [said[0], "250-PIPELINING", *said[1:]] if self.pipelining else said

    async def know(self, server: Any, _s: Any, envelope: Any, recipient: str, _o: Any) -> str:
        envelope.rcpt_tos.append(recipient)
        if self.turns_away and recipient in self.unknown:
            server.loop.call_soon(server.transport.close)
        return "550 no such mailbox" if recipient in self.unknown else "250 known"

    async def take(self, server: Any, session: Any, envelope: Any) -> str:
        self._callers.add(session.peer)
        if self.unknown & set(envelope.rcpt_tos):
            self.asked_in_vain.append(envelope.content)
            return "554 no valid recipients"
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
def open_office(**kind: bool) -> Iterator[Office]:
    """A server on a free port, to which Django's mail goes."""
    office = Office(**kind)
    port = free_port()
    handler = SimpleNamespace(
        handle_EHLO=office.greet, handle_RCPT=office.know, handle_DATA=office.take
    )
    controller = Controller(handler, hostname="127.0.0.1", port=port)
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
