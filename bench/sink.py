"""An SMTP server that keeps no mail: it counts them, and knows those that came twice.

``python -m bench.sink`` prints its port and serves until its standard input ends. ``XCOUNT``
answers with the counts as JSON; ``--record FILE`` writes the Message-ID of each mail as it comes.
"""

import argparse
import asyncio
import json
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

END = b"\r\n.\r\n"
GREETING = b"220 sink\r\n"
FEATURES = b"250-sink\r\n250 8BITMIME\r\n"


class Ledger:
    """Which Message-IDs came; a receiver that honours the key would keep each of them once."""

    def __init__(self, record: TextIO | None = None) -> None:
        self.seen: set[bytes] = set()
        self.accepted = 0
        self._record = record

    def take(self, mail: bytes) -> None:
        """Count a mail."""
        key = message_id(mail)
        self.accepted += 1
        self.seen.add(key)
        if self._record is not None:
            self._record.write(key.decode() + "\n")
            self._record.flush()

    def counts(self) -> dict[str, int]:
        """How many mails came, how many different ones, and how many repeats."""
        unique = len(self.seen)
        return {"accepted": self.accepted, "unique": unique, "repeated": self.accepted - unique}


def message_id(mail: bytes) -> bytes:
    """The Message-ID of a mail as it came over the wire."""
    head = b"\n" + mail.partition(b"\r\n\r\n")[0]
    return head.lower().partition(b"\nmessage-id:")[2].partition(b"\r\n")[0].strip()


class Session(asyncio.Protocol):
    """One connection: the least of SMTP, a command at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._buffer = bytearray()
        self._in_data = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._in_data:
            if self._buffer.endswith(END):
                self._in_data = False
                self.accept(self._taken())
        elif self._buffer.endswith(b"\n"):
            self.command(self._taken())

    def _taken(self) -> bytes:
        taken = bytes(self._buffer)
        self._buffer.clear()
        return taken

    def accept(self, mail: bytes) -> None:
        """A whole mail came."""
        self.ledger.take(mail)
        self.transport.write(b"250 kept\r\n")

    def command(self, line: bytes) -> None:
        """Answer one line."""
        verb = line[:4].upper()
        if verb == b"DATA":
            self._in_data = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"EHLO":
            self.transport.write(FEATURES)
        elif verb == b"XCOU":
            self.transport.write(b"250 " + json.dumps(self.ledger.counts()).encode() + b"\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")


async def serve(port: int, ledger: Ledger) -> None:
    """Listen until the standard input ends: the sink does not outlive who started it."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(ledger), "127.0.0.1", port)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def sink(*, port: int = 0, record: Path | None = None) -> Iterator[int]:
    """A sink in a process of its own; the port on which it listens."""
    command = [sys.executable, "-m", "bench.sink", "--port", str(port)]
    if record:
        command += ["--record", str(record)]
    root = Path(__file__).resolve().parents[1]
    pipe = subprocess.PIPE
    process: Any
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def counts(port: int) -> dict[str, int]:
    """What a running sink has counted."""
    with smtplib.SMTP("127.0.0.1", port) as client:
        return json.loads(client.docmd("XCOUNT")[1])


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    with (given.record or Path("/dev/null")).open("a") as record:
        asyncio.run(serve(given.port, Ledger(record if given.record else None)))


if __name__ == "__main__":
    main()
