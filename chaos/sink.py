"""A mail server that counts: what arrived, what a receiver that knows its keys would keep.

It can be told to misbehave: mail by mail, or by not being there at all.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Coroutine
from threading import Thread
from typing import Any

from chaos.services import free_port

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)
TOKEN = re.compile(rb"N\d{7}(?!\d)")
SOFT_BREAK = b"=\r\n"
LARGEST = 2**22

KEEP, DROP_BEFORE, DROP_AFTER = "250 kept", "drop before", "drop after"
"""Moods beside any answer of SMTP: the line is cut before a mail is kept, or just after."""

Mood = Callable[[int, str], str]
"""What to do with the nth mail, of which the token is given."""


class Sink:
    """Keeps no mail, only its Message-ID and the token in its text that tells what it says."""

    def __init__(self) -> None:
        self.port = free_port()
        self.arrived: Counter[str] = Counter()
        self.kept: dict[str, str] = {}
        self.offered = 0
        self.mood: Mood = lambda _number, _token: KEEP
        self.seconds_for: Callable[[str], float] = lambda _token: 0
        self._loop = asyncio.new_event_loop()
        self._callers: set[asyncio.StreamWriter] = set()
        self._senders: set[int] = set()
        self._calls = 0
        self._server: asyncio.Server | None = None
        self._thread = Thread(target=self._loop.run_forever, name="sink", daemon=True)

    def __enter__(self) -> "Sink":
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self) -> None:
        self._do(self._open())

    def shut(self) -> None:
        """Nobody listens any more, and who was talking is cut off."""
        self._do(self._shut())

    @property
    def repeats(self) -> int:
        """Mails that came again with a Message-ID that was known."""
        return self.arrived.total() - len(self.arrived)

    @property
    def doubles(self) -> int:
        """What was said twice although the receiver drops every Message-ID it knows."""
        said = Counter(self.kept.values())
        return said.total() - len(said)

    def senders(self) -> set[int]:
        """The connections over which a mail was kept, ever."""
        return set(self._senders)

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._talk, "127.0.0.1", self.port, limit=LARGEST, backlog=64
            )

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for caller in list(self._callers):
            caller.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._callers.add(writer)
        self._calls += 1
        call = self._calls
        try:
            writer.write(b"220 sink\r\n")
            while line := await reader.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    writer.write(b"354 go on\r\n")
                    answer = await self._take(await reader.readuntil(b"\r\n.\r\n"))
                    if answer is None:
                        break
                    self._senders.add(call)
                    writer.write(answer.encode() + b"\r\n")
                elif word == b"QUIT":
                    break
                elif word == b"EHLO":
                    writer.write(b"250-sink\r\n250 PIPELINING\r\n")
                else:
                    writer.write(b"250 sink\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # who called was killed: nothing to answer any more
        finally:
            self._callers.discard(writer)
            writer.transport.abort() if writer.is_closing() else writer.close()

    async def _take(self, mail: bytes) -> str | None:
        """Keep or refuse a mail; what to answer, or None to cut the line."""
        token = found[0].decode() if (found := TOKEN.search(mail.replace(SOFT_BREAK, b""))) else ""
        self.offered += 1
        mood = self.mood(self.offered, token)
        if seconds := self.seconds_for(token):
            await asyncio.sleep(seconds)
        if mood in (KEEP, DROP_AFTER):
            self._keep(mail, token)
        return None if mood in (DROP_BEFORE, DROP_AFTER) else mood

    def _keep(self, mail: bytes, token: str) -> None:
        found = MESSAGE_ID.search(mail)
        key = found[1].decode() if found else f"without a key: {token}"
        self.arrived[key] += 1
        self.kept.setdefault(key, token or key)
