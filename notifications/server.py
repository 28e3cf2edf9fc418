"""The way to the mail server: one connection for many mails, opened again where it was closed."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from socket import socket
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from notifications.wire import Mail, content

TIMEOUT_SECONDS = 20
VERDICT_SECONDS = 100
"""A server may think long before it answers for a mail; asked again it would have two."""
KEPT, FORWARDED, GO_ON, CLOSING = 250, 251, 354, 421


class ServerDownError(Exception):
    """Nobody can be reached now: no fault of the mail."""


class LineLostError(Exception):
    """The line went dead with a mail on it: it may have been kept, and may have been the cause."""


class Server:
    """Takes a mail in two strokes: all of it is handed over, and then the answer is heard.

    Raises OSError when the server cannot be reached, SMTPResponseException when it refuses, and
    LineLostError when nobody knows.
    """

    def __init__(self) -> None:
        self._backend: Any = get_connection(timeout=TIMEOUT_SECONDS)
        self._speaks_smtp = isinstance(self._backend, EmailBackend)

    def connect(self) -> None:
        """Open the connection, unless it is open."""
        self._backend.open()

    def close(self) -> None:
        """Hang up."""
        self._backend.close()

    @property
    def socket(self) -> socket:
        """The line to a server that speaks SMTP, while it is open."""
        line: socket = self._backend.connection.sock
        return line

    def transmit(self, mail: Mail) -> None:
        """Say whom it is for, then all of it. A server that hung up meanwhile is called again."""
        if not self._speaks_smtp:
            self._backend.send_messages([mail])
            return
        try:
            self._announce(mail)
        except smtplib.SMTPServerDisconnected:
            self._backend.connection = None
            self.connect()
            self._announce(mail)
        with self._line_with_a_mail():
            self.socket.sendall(dotted(content(mail)))

    def hear(self) -> None:
        """Wait until the server has answered for the mail; from then on it is its own."""
        if not self._speaks_smtp:
            return
        with self._line_with_a_mail():
            self.socket.settimeout(VERDICT_SECONDS)
            answer = self._backend.connection.getreply()
            self.socket.settimeout(TIMEOUT_SECONDS)
        self._expect(KEPT, answer=answer)

    @contextmanager
    def _line_with_a_mail(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._backend.connection = None
            raise LineLostError(f"{type(error).__name__}: {error}") from error

    def _announce(self, mail: Mail) -> None:
        smtp = self._backend.connection
        smtp.ehlo_or_helo_if_needed()
        self._expect(KEPT, answer=smtp.docmd(f"MAIL FROM:{address(mail.from_email)}"))
        self._expect(KEPT, FORWARDED, answer=smtp.docmd(f"RCPT TO:{address(mail.to[0])}"))
        self._expect(GO_ON, answer=smtp.docmd("DATA"))

    def _expect(self, *welcome: int, answer: tuple[int, bytes]) -> None:
        code, said = answer
        if code in welcome:
            return
        if code == CLOSING:
            self._backend.connection.close()
            raise smtplib.SMTPServerDisconnected(f"{code} {said!r}")
        with suppress(smtplib.SMTPServerDisconnected):
            self._backend.connection.docmd("RSET")
        raise smtplib.SMTPResponseException(code, said)


@lru_cache(maxsize=1000)
def address(written: str) -> str:
    """The address alone, as the server wants it."""
    return smtplib.quoteaddr(sanitize_address(written, "utf-8"))


def dotted(content: bytes) -> bytes:
    """A mail as it goes over the wire: a line that begins with a dot gets one more."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")
