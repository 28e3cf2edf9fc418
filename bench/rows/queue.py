"""The page of a queue: what it costs to look, however many tasks wait."""

from collections.abc import Iterator
from statistics import median

from bench.page import Part, Verdict, number
from bench.pages import READERS
from bench.runs import Entry, Field, Lane
from bench.sizes import Size

WORDS = """\
The first page of the queue that a signed-in person sees, through the whole of Django: session,
rights, view and templates, to the last byte of HTML. Of all tasks half are done and three of ten
wait for the common role; 20 wait for the rare role and none for the empty one, however many tasks
there are; who has several roles reads them all at once. There are ten tasks a process. Ours is the
product's own inbox with deadlines, reasons and choices of colleagues; stock is the list that
viewflow brings, which offers every process of the queue as a filter. Both look in turn, at few
tasks and at many; medians of {looks}."""
HEAD = (
    "a look at the queue",
    "tasks",
    "ours ms",
    "stock ms",
    "× stock",
    "ours CPU ms",
    "stock CPU ms",
    "ours statements",
    "stock statements",
    "ours kB",
    "stock kB",
)
STATEMENTS, KILOBYTES, TIMES, GROWTH = 8, 100, 30, 1.5
FEW, MANY = 10_000, 1_000_000
"""The tasks that the budgets of times are about: of fewer they say nothing."""

Looks = dict[tuple[int, str, str], list[list[float]]]


def part(field: Field, size: Size) -> Part:
    """Every reader at every number of tasks."""
    looks: Looks = {}
    entries = [(tasks, entry) for tasks in size.queues for entry in _entries(tasks)]
    with field.lanes(*[entry for _tasks, entry in entries]) as lanes:
        places = [(tasks, lane) for (tasks, _entry), lane in zip(entries, lanes, strict=True)]
        for tasks, lane in places:
            lane.seat.ask("open", number=tasks)
        _look(places, size.looks, looks)
    rows = [_row(tasks, reader, looks) for reader in READERS for tasks in size.queues]
    words = WORDS.format(looks=size.looks)
    return Part("A look at a queue", words, HEAD, rows, list(_verdicts(size, looks)))


def _entries(tasks: int) -> list[Entry]:
    """Each size has databases of its own."""
    return [
        Entry("ours", "**ours**", "bench.ours.pages:OurPages", home=f"ours_{tasks}"),
        Entry("stock", "stock viewflow", "bench.stock.pages:StockPages", home=f"stock_{tasks}"),
    ]


def _look(places: list[tuple[int, Lane]], times: int, looks: Looks) -> None:
    """Everybody once unmeasured, then in turn, at few tasks and at many."""
    for turn in range(times + 1):
        for reader in READERS:
            for tasks, lane in places:
                cost = lane.seat.ask("look", reader=reader)
                if turn:
                    looks.setdefault((tasks, reader, lane.name), []).append(cost)


def _figure(looks: Looks, key: tuple[int, str, str], column: int) -> float:
    return median(look[column] for look in looks[key])


def _row(tasks: int, reader: str, looks: Looks) -> tuple[str, ...]:
    (wall, stock_wall), (cpu, stock_cpu), sent, size = (
        [_figure(looks, (tasks, reader, name), column) for name in ("ours", "stock")]
        for column in range(4)
    )
    return (
        READERS[reader],
        f"{tasks:,}",
        number(wall * 1000),
        number(stock_wall * 1000),
        number(stock_wall / wall),
        number(cpu * 1000),
        number(stock_cpu * 1000),
        *map(number, sent),
        *(number(length / 1000) for length in size),
    )


def _verdicts(size: Size, looks: Looks) -> Iterator[Verdict]:
    few, many = size.queues[0], size.queues[-1]
    is_asked = (few, many) == (FEW, MANY)
    ours = [key for key in looks if key[2] == "ours"]
    sent = max(_figure(looks, key, 2) for key in ours)
    yield Verdict("statements of a queue page", f"≤ {STATEMENTS}", number(sent), sent <= STATEMENTS)
    length = max(_figure(looks, key, 3) for key in ours) / 1000
    yield Verdict(
        "size of a queue page", f"≤ {KILOBYTES} kB", f"{number(length)} kB", length <= KILOBYTES
    )
    yield from _beside_stock(many, looks, is_asked=is_asked)
    growth = max(
        _figure(looks, (many, reader, "ours"), 0) / _figure(looks, (few, reader, "ours"), 0)
        for reader in READERS
    )
    yield Verdict(
        f"queue page, {MANY:,} against {FEW:,} tasks, the worst role",
        f"≤ {GROWTH} ×",
        f"{number(growth)} ×" if is_asked else "",
        growth <= GROWTH if is_asked else None,
    )


def _beside_stock(tasks: int, looks: Looks, *, is_asked: bool) -> Iterator[Verdict]:
    times = {
        reader: _figure(looks, (tasks, reader, "stock"), 0)
        / _figure(looks, (tasks, reader, "ours"), 0)
        for reader in READERS
    }
    for words, found in (("", times["common"]), (", the worst role", min(times.values()))):
        yield Verdict(
            f"queue page at {MANY:,} tasks{words}",
            f"≤ 1/{TIMES} of stock",
            f"1/{number(found)}" if is_asked else "",
            found >= TIMES if is_asked else None,
        )
