"""The directory's version: who has seen it unchanged need not ask the directory again.

It changes with who holds which role, who may sign in and what else is watched here; the database
sees to that. Whoever locks a process reads it in the same question, and its exclusions as well.

All who change the directory wait for each other at its version, until commit. A transaction that
does both changes the directory first and locks processes afterwards: so no two wait for each other.
"""

import threading
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.sql.compiler import SQLCompiler

from workflow import trail
from workflow.models import DirectoryVersion, Exclusion, Process
from workflow.sql import triggers, unit_of_work, writes

EXCLUDE = "exclude"
"""The entry that proves exclusions: no step of anybody's, and left out of what people read."""

_kept = threading.local()

_watched: dict[type[models.Model], tuple[str, ...]] = {}


def watch(model: type[models.Model], *columns: str) -> None:
    """Let every new, changed or lost row of a model change the version.

    ``columns``: of changes only those of these columns.
    """
    _watched[model] = columns


def watch_tables(connection: Database) -> None:
    """Let the database do so, for the tables there are. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    if DirectoryVersion._meta.db_table in tables:
        some = {model._meta.db_table: columns for model, columns in _watched.items()}
        triggers.watch(connection, {name: some[name] for name in tables & some.keys()})


SEEN = """
    (SELECT stamp || '|' || (SELECT c.length FROM workflow_trailchain c WHERE c.id = {chain})
    || '|' || COALESCE((SELECT {listed}(b.person_id || ':' || b.role || ':' || b.source, ',')
    FROM workflow_bar b WHERE b.process_id = {process}), '') FROM workflow_directorystamp)"""


class Seen(models.Func):
    """The version, a chain's length and a process's exclusions, given by their keys' columns.

    One text; NULL without a version.
    """

    output_field = models.TextField()

    def __init__(self, *, chain: str, process: str) -> None:
        super().__init__(models.F(chain), models.F(process))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: Database,
        function: str | None = None,
        *_: object,
        **_more: object,
    ) -> tuple[str, tuple[()]]:
        """Each by a question of its own."""
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        chain, process = columns
        return SEEN.format(chain=chain, process=process, listed=function or "group_concat"), ()

    def as_postgresql(self, compiler: SQLCompiler, connection: Database, **_: object) -> Any:
        """PostgreSQL joins texts by a function of another name."""
        return self.as_sql(compiler, connection, function="string_agg")


class Noted(NamedTuple):
    """What a locked process knows: the version, and who is kept from its tasks of which role.

    ``sources``: where each of the exclusions comes from.
    """

    version: str
    exclusions: tuple[tuple[int, str], ...]
    sources: tuple[str, ...]


def note(process: Process, seen: str | None) -> bool:
    """Let a process know what was ``Seen`` when it was locked; whether it was still so then.

    Who waits for a lock gets the locked rows as they are now, and all else as it was before they
    began to wait. Then the chain has grown meanwhile, and nothing is noted.
    """
    version, length, exclusions = (seen or "||").split("|")
    is_true = not version or int(length) == process.chain.length
    process.seen = (version, exclusions, _exclusions_written()) if version and is_true else None
    return is_true


def note_new(process: Process, version: str | None) -> None:
    """Let a process know the version that is not written yet: it has no exclusions."""
    process.seen = (version, "", _exclusions_written()) if version else None


def noted(process: Process | None) -> Noted | None:
    """What a process knew when it was locked, if this thread has written no exclusion since."""
    if process is None or process.seen is None:
        return None
    version, exclusions, written = process.seen
    if written != _exclusions_written():
        return None
    each = [one.split(":") for one in exclusions.split(",") if one]
    pairs = tuple((int(person), role) for person, role, _source in each)
    return Noted(version, pairs, tuple(source for *_pair, source in each))


def exclude(*rows: Exclusion) -> bool:
    """Write exclusions; whether all are new.

    One from a locked process that knows of all it has goes with what else its step writes. Others
    are written at once, and what this thread noted counts no longer.
    """
    known = _excluded_by_step(rows[0]) if len(rows) == 1 else None
    if known is not None:
        return known
    unit_of_work.add(list(rows), new_only=True)
    unit_of_work.flush()  # whoever is told of a task, or given it, is first asked for exclusions
    _kept.exclusions = _exclusions_written() + 1
    return rows[0].pk is not None


def _excluded_by_step(row: Exclusion) -> bool | None:
    """Exclude somebody as part of a step; whether that is new. None: it cannot be told."""
    process = row.process
    found = noted(process)
    if found is None:
        return None
    known = zip(found.exclusions, found.sources, strict=True)
    if ((row.person_id, row.role), row.source) in known:
        return False
    if process.exclusion_key is None:
        return None
    row.pk, process.exclusion_key = process.exclusion_key, None
    unit_of_work.change(writes.insertion([row], new_only=True), _sent)
    _kept.waits, _kept.exclusions = True, _exclusions_written() + 1
    version, exclusions, _written = process.seen
    told = f"{row.person_id}:{row.role}:{row.source}"
    process.seen = (version, f"{exclusions},{told}", _exclusions_written())
    return True


def _sent(keys: list[int]) -> None:
    """An exclusion that waited is written. Raises Conflict if somebody else was faster."""
    _kept.waits = False
    unit_of_work.require_row(keys)


def settle() -> None:
    """Write exclusions that wait, before a question that would bypass them."""
    if getattr(_kept, "waits", False):
        unit_of_work.flush()
        _kept.waits = False  # what was taken back is never written


def inherit(process: Process) -> None:
    """Keep from a new process whoever is kept from the first one about the same subject.

    What others beside it keep somebody from, as an appeal whoever decided, is theirs alone.
    """
    same = {"subject_type": process.subject_type_id, "subject_id": process.subject_id}
    first = Process.objects.filter(**same).exclude(pk=process.pk).order_by("pk")
    known = Exclusion.objects.filter(process__in=first.values("pk")[:1])
    rows = known.values_list("person", "role", "reason", "source").distinct()
    exclusions = [
        Exclusion(process=process, person_id=person, role=role, reason=reason, source=source)
        for person, role, reason, source in rows
    ]
    if exclusions:
        exclude(*exclusions)
        prove(process.subject, at=process.created, rows=tuple(exclusions))


def prove(
    subject: Any,
    *,
    at: datetime,
    rows: tuple[Exclusion, ...] = (),
    gone: tuple[Exclusion, ...] = (),
) -> None:
    """Let the trail of a subject prove exclusions, and that those ``gone`` are no more."""
    event = trail.Event(subject=subject, step=EXCLUDE, by=None, at=at, rows=rows, gone=gone)
    trail.record(event)


def lift(exclusions: models.QuerySet[Exclusion]) -> None:
    """Take exclusions away at once. What this thread has noted counts no longer."""
    unit_of_work.flush()
    exclusions.delete()
    _kept.exclusions = _exclusions_written() + 1


def _exclusions_written() -> int:
    """How many this thread has written."""
    return getattr(_kept, "exclusions", 0)
