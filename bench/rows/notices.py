"""Mails from an outbox to a mail server on this machine, by several workers at once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import sink
from bench.page import Part, Verdict, number
from bench.runs import Entry, Field, Lane
from bench.sizes import Size

HOME, WORKERS = "notices", 4
OURS = Entry("ours", "**ours**", "bench.ours.notices:OurNotices", home=HOME)
PLAIN = Entry(
    "plain", "`send_mail` and `save` in a loop", "bench.ours.notices:PlainNotices", home=HOME
)
WORDS = f"""\
{WORKERS} worker processes empty an outbox in which {{notices}} mails are due. The contenders take
turns, {{turns}} each after one that is not measured; a turn lasts from the common start until
nothing is due. A mail server in a process of its own on the same machine counts the mails and keeps
none. They are of five kinds, about the tasks and cases of 290 municipalities, in two languages,
each as text and as HTML.

Ours claims rows with a lease, asks again whether each mail is still needed, and marks it as sent,
durably, before the next one goes: nothing is lost, and a mail comes twice at most once for each
worker that is killed. The loop makes the same words with the same templates, sends over one kept
connection and saves the row after each mail; its workers have their shares of the rows beforehand,
and what a killed one had stays unsent. CPU is that of the workers alone."""
HEAD = (
    f"{WORKERS} workers, one outbox",
    "mails a second",
    "× loop",
    "client CPU ms a mail",
    "lost",
    "double",
    "memory MB",
)
RATE = 1000
START_SECONDS = 0.5
UNMEASURED = 10


@dataclass
class Tally:
    """What the workers of one contender have sent."""

    asked: int = 0
    arrived: int = 0
    repeated: int = 0
    seconds: float = 0
    cpu: float = 0
    memory: float = 0

    @property
    def rate(self) -> float:
        """Mails a second."""
        return self.arrived / self.seconds

    @property
    def lost(self) -> int:
        """Mails that were due and never came."""
        return self.asked - self.arrived


def part(field: Field, size: Size) -> Part:
    """Both in turn, each once unmeasured."""
    tallies = {entry.name: Tally() for entry in (OURS, PLAIN)}
    with field.lanes(*[OURS] * WORKERS, *[PLAIN] * WORKERS) as lanes, sink.sink() as port:
        teams = [[lane for lane in lanes if lane.name == name] for name in tallies]
        for team in teams:
            for place, lane in enumerate(team):
                lane.seat.ask("hire", port=port, place=place, workers=WORKERS)
            _turn(team, port, size.notices // UNMEASURED, Tally())
        for _ in range(size.notice_turns):
            for team in teams:
                _turn(team, port, size.notices, tallies[team[0].name])
        for team in teams:
            tallies[team[0].name].memory = max(lane.seat.ask("memory") for lane in team)
    rows = [_row(entry, tallies) for entry in (OURS, PLAIN)]
    words = WORDS.format(notices=f"{size.notices:,}", turns=size.notice_turns)
    return Part("Mails delivered", words, HEAD, rows, list(_verdicts(tallies["ours"])))


def _turn(team: list[Lane], port: int, notices: int, tally: Tally) -> None:
    team[0].seat.ask("fill", number=notices)
    before = sink.counts(port)
    at = time.time() + START_SECONDS
    for lane in team:
        lane.seat.put("work", at=at)
    shares = [lane.seat.answer() for lane in team]
    after = sink.counts(port)
    tally.asked += notices
    tally.arrived += after["unique"] - before["unique"]
    tally.repeated += after["repeated"] - before["repeated"]
    tally.seconds += max(end for end, _cpu in shares) - at
    tally.cpu += sum(cpu for _end, cpu in shares)


def _row(entry: Entry, tallies: dict[str, Tally]) -> tuple[str, ...]:
    tally = tallies[entry.name]
    return (
        entry.title,
        number(tally.rate),
        number(tally.rate / tallies["plain"].rate),
        number(tally.cpu / tally.asked * 1000),
        str(tally.lost),
        str(tally.repeated),
        number(tally.memory),
    )


def _verdicts(ours: Tally) -> Iterator[Verdict]:
    yield Verdict(
        f"mails a second, {WORKERS} workers",
        f"≥ {RATE:,}",
        number(ours.rate),
        ours.rate >= RATE,
    )
    wrong = ours.lost + ours.repeated
    yield Verdict("mails lost or sent twice", "0", str(wrong), wrong == 0)
