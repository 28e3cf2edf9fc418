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

LINE, END = b"\r\n", b"\r\n.\r\n"
GREETING, BYE = b"220 sink\r\n", b"221 bye\r\n"
FEATURES = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


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
    head = mail.removeprefix(LINE).partition(b"\r\n\r\n")[0]
    return (b"\n" + head.lower()).partition(b"\nmessage-id:")[2].partition(b"\r\n")[0].strip()


class Session(asyncio.Protocol):
    """One connection: the least of SMTP, several commands at a time if they come so."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._rest = b""
        self._in_data = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if answers := b"".join(self._answers()):
            self.transport.write(answers)
        if answers.endswith(BYE):
            self.transport.close()

    def _answers(self) -> Iterator[bytes]:
        while True:
            taken, end, rest = self._rest.partition(END if self._in_data else LINE)
            if not end:
                return
            if self._in_data:
                self._in_data, self._rest = False, rest
                yield self.accept(taken)
            else:
                self._rest = rest
                yield self.command(taken)

    def accept(self, mail: bytes) -> bytes:
        """A whole mail came."""
        self.ledger.take(mail)
        return b"250 kept\r\n"

    def command(self, line: bytes) -> bytes:
        """What to answer to one line."""
        verb = line[:4].upper()
        if verb == b"DATA":
            # The end of a mail is a line of its own, also of a mail without any other line.
            self._in_data, self._rest = True, LINE + self._rest
            return b"354 go on\r\n"
        if verb == b"EHLO":
            return FEATURES
        if verb == b"XCOU":
            return b"250 " + json.dumps(self.ledger.counts()).encode() + LINE
        return BYE if verb == b"QUIT" else b"250 ok\r\n"


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
