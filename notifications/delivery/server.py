"""The way to the mail server: one connection for many mails, opened again where it was closed."""

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from socket import socket
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from notifications.delivery.mime import Mail, content

TIMEOUT_SECONDS = 20
VERDICT_SECONDS = 100
"""A server may think long before it answers for a mail; asked again it would have two."""
BEGIN = "DATA\r\n"
KEPT, FORWARDED, GO_ON, CLOSING = 250, 251, 354, 421
WELCOME = (KEPT,), (KEPT, FORWARDED), (GO_ON,)
"""The answers that let a mail go: to who sends it, to whom it goes, to its beginning."""

Answer = tuple[int, bytes]


@dataclass(frozen=True)
class Packet:
    """A mail made ready for its way: what is said before it, and all of it."""

    mail: Mail
    envelope: tuple[str, ...]
    content: bytes


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

    def pack(self, mail: Mail) -> Packet:
        """Make a mail ready for this server. Raises ValueError if an address is none."""
        if not self._speaks_smtp:
            return Packet(mail, (), b"")
        envelope = sender(mail.from_email), recipient(mail.to[0]), BEGIN
        return Packet(mail, envelope, dotted(content(mail)))

    def transmit(self, packet: Packet) -> None:
        """Say whom it is for, then all of it. A server that hung up meanwhile is called again."""
        if not self._speaks_smtp:
            self._backend.send_messages([packet.mail])
            return
        try:
            self._announce(packet)
        except smtplib.SMTPServerDisconnected:
            self._backend.connection = None
            self.connect()
            self._announce(packet)
        with self._line_with_a_mail():
            self.socket.sendall(packet.content)

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

    def _announce(self, packet: Packet) -> None:
        smtp = self._backend.connection
        smtp.ehlo_or_helo_if_needed()
        ask = self._at_once if smtp.has_extn("pipelining") else self._in_turn
        for welcome, answer in zip(WELCOME, ask(packet.envelope), strict=True):
            self._expect(*welcome, answer=answer)

    def _in_turn(self, commands: Iterable[str]) -> Iterator[Answer]:
        smtp = self._backend.connection
        for command in commands:
            smtp.send(command)
            yield smtp.getreply()

    def _at_once(self, commands: tuple[str, ...]) -> list[Answer]:
        """One journey instead of three. To who waits for a mail that is refused we send an end."""
        smtp = self._backend.connection
        smtp.send("".join(commands))
        answers = self._answers(len(commands))
        welcome = _welcome(answers)
        if len(welcome) == len(commands) and welcome[-1] and not all(welcome):
            with suppress(smtplib.SMTPServerDisconnected):
                smtp.docmd(".")
        return answers

    def _answers(self, number: int) -> list[Answer]:
        """Who refuses and then hangs up has answered all the same."""
        answers: list[Answer] = []
        try:
            while len(answers) < number:
                answers.append(self._backend.connection.getreply())
        except smtplib.SMTPServerDisconnected:
            if all(_welcome(answers)):
                raise
        return answers

    def _expect(self, *welcome: int, answer: Answer) -> None:
        code, said = answer
        if code in welcome:
            return
        if code == CLOSING:
            self._backend.connection.close()
            raise smtplib.SMTPServerDisconnected(f"{code} {said!r}")
        with suppress(smtplib.SMTPServerDisconnected):
            self._backend.connection.docmd("RSET")
        raise smtplib.SMTPResponseException(code, said)


def _welcome(answers: list[Answer]) -> list[bool]:
    return [code in codes for codes, (code, _said) in zip(WELCOME, answers, strict=False)]


@lru_cache(maxsize=10)
def sender(written: str) -> str:
    """The line that says who sends a mail."""
    return f"MAIL FROM:{address(written)}\r\n"


@lru_cache(maxsize=1000)
def recipient(written: str) -> str:
    """The line that says to whom a mail goes."""
    return f"RCPT TO:{address(written)}\r\n"


def address(written: str) -> str:
    """The address alone, as the server wants it. Raises ValueError if it is more than a line."""
    alone = smtplib.quoteaddr(sanitize_address(written, "utf-8"))
    if not alone.isprintable():
        raise ValueError(f"{written!r} is no address")
    return alone


def dotted(content: bytes) -> bytes:
    """A mail as it goes over the wire: a line that begins with a dot gets one more."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")
