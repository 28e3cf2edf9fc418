"""Who takes part: contenders in their seats, each contender with a database of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import machine, server
from bench.seats import Seat


@dataclass(frozen=True)
class Entry:
    """Who may take part: what it is called, and its class for one kind of work."""

    name: str
    title: str
    path: str
    needs: str = ""
    """A distribution that only the bench has."""
    home: str = ""
    """The database, if it is not the contender's usual one."""

    @property
    def can_come(self) -> bool:
        """Whatever it needs is installed."""
        return not self.needs or bool(machine.installed(self.needs))


@dataclass(frozen=True)
class Lane:
    """A contender in its seat."""

    name: str
    title: str
    seat: Seat


Home = Callable[[str], AbstractContextManager[str]]


class Field:
    """Where a run takes place: one database a contender, made when it first comes."""

    def __init__(self, home: Home, stack: ExitStack) -> None:
        self._home = home
        self._stack = stack
        self._databases: dict[str, str] = {}

    @contextmanager
    def lanes(self, *entries: Entry) -> Iterator[list[Lane]]:
        """Everybody who can come, ready to work."""
        with ExitStack() as stack:
            yield [
                Lane(one.name, one.title, self._seat(one, stack)) for one in entries if one.can_come
            ]

    def _seat(self, entry: Entry, stack: ExitStack) -> Seat:
        home = entry.home or entry.name
        is_new = home not in self._databases
        if is_new:
            self._databases[home] = self._stack.enter_context(self._home(home))
        seat = stack.enter_context(Seat(entry.path, self._databases[home]))
        if is_new:
            seat.ask("prepare")
        seat.ask("begin")
        return seat


@contextmanager
def postgresql() -> Iterator[Field]:
    """On the server."""
    with ExitStack() as stack:
        yield Field(server.database, stack)


@contextmanager
def sqlite() -> Iterator[Field]:
    """In files."""

    @contextmanager
    def file(name: str) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            yield str(Path(folder) / f"{name}.sqlite3")

    with ExitStack() as stack:
        yield Field(file, stack)
