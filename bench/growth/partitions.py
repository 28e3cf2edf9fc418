"""Tried, not done: a table in yearly partitions, and a table without what is finished."""

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from bench.growth.weights import asked

NEW = 50_000
INDEXES = """
    SELECT indexdef, x.indisunique FROM pg_indexes p
    JOIN pg_class i ON i.relname = p.indexname JOIN pg_index x ON x.indexrelid = i.oid
    WHERE p.tablename = '{table}' ORDER BY indexname
"""


@dataclass(frozen=True)
class Trial:
    """A table, the moment that decides the year, and what is asked of it."""

    table: str
    moment: str
    fresh: dict[str, str]
    """SQL for the columns of a new row that must differ from the row it is like."""
    looks: dict[str, str]


NOTICES = Trial(
    "notifications_notification",
    "created_at",
    {"occurrence": "'tried ' || row.id", "created_at": "now()", "message_id": "''"},
    {
        "mails to send": "SELECT id FROM {table} WHERE status = 'pending' AND at_once "
        "AND next_try_at <= now() ORDER BY next_try_at, id LIMIT 20",
        "mails of a case": "SELECT * FROM {table} WHERE case_id = "
        "(SELECT max(id) FROM processes_case WHERE state = 'granted') ORDER BY id DESC LIMIT 50",
    },
)
TRAIL = Trial(
    "workflow_trailentry",
    "at",
    {"sequence": "row.sequence + 1000", "at": "now()"},
    {
        "history of a case": "SELECT * FROM {table} WHERE chain_id = (SELECT chain_id FROM "
        "workflow_process ORDER BY id DESC LIMIT 1) ORDER BY sequence",
    },
)
TASKS = Trial(
    "workflow_task",
    "created",
    {"created": "now()"},
    {
        "queue of a role": "SELECT id FROM {table} WHERE status = 'NEW' AND owner_id IS NULL "
        "AND role = 'auditor' AND organisation_id = 1 "
        "ORDER BY priority DESC, COALESCE(due, '9999-12-31'::date), id LIMIT 51",
        "tasks of a case": "SELECT * FROM {table} WHERE process_id = "
        "(SELECT max(id) FROM workflow_process) ORDER BY id",
    },
)


def by_year(trial: Trial) -> dict[str, dict[str, float]]:
    """The table as it is, and a copy of it in partitions of a year each."""
    plain = measured(trial, trial.table, trial.table)
    plain |= {"drop the first year, s": _delete_first_year(trial)}
    tried, last = f"tried_{trial.table}", f"tried_{trial.table}_now"
    _copy_in_years(trial, tried)
    parted = measured(trial, tried, last)
    began = time.perf_counter()
    _do(f"DROP TABLE {_first_partition(tried)}")
    parted |= {"drop the first year, s": time.perf_counter() - began}
    _do(f"DROP TABLE {tried}")
    return {"one table": plain, "a table for each year": parted}


def without_finished(trial: Trial) -> dict[str, dict[str, float]]:
    """The table as it is, and a copy of it that holds two years."""
    plain = measured(trial, trial.table, trial.table)
    tried = f"tried_{trial.table}"
    _do(f"CREATE TABLE {tried} (LIKE {trial.table} INCLUDING DEFAULTS)")
    began = time.perf_counter()
    _do(
        f"INSERT INTO {tried} SELECT * FROM {trial.table} "
        f"WHERE {trial.moment} > now() - interval '2 years'"
    )
    moved = time.perf_counter() - began
    _index(trial.table, tried, unique_with="")
    small = measured(trial, tried, tried)
    rows = asked(f"SELECT count(*) FROM {tried}")[0][0]
    _do(f"DROP TABLE {tried}")
    return {"one table": plain, "two years of it": small | {"rows moved a second": rows / moved}}


def measured(trial: Trial, table: str, hot: str) -> dict[str, float]:
    """Insert rate, weight of the indexes that an insert touches, and the looks."""
    _do(f"VACUUM ANALYZE {table}")
    figures = {"indexes an insert touches, MB": _index_bytes(hot) / 2**20}
    figures["inserts a second"] = _insert(trial, table)
    for words, look in trial.looks.items():
        figures[f"{words}, ms"] = _milliseconds(look.format(table=table))
    return figures


def _insert(trial: Trial, table: str) -> float:
    """New rows a second, in one transaction that is given up."""
    columns = [name for (name,) in asked(_COLUMNS.format(table=trial.table)) if name != "id"]
    values = [trial.fresh.get(name, f"row.{name}") for name in columns]
    statement = (
        f"INSERT INTO {table} (id, {', '.join(columns)}) "
        f"SELECT 9000000000000 + row.id, {', '.join(values)} FROM "
        f"(SELECT * FROM {trial.table} ORDER BY id DESC LIMIT {NEW}) AS row"
    )
    rates = []
    for _ in range(3):
        _do("CHECKPOINT")
        _do("BEGIN")
        _do("SET LOCAL session_replication_role = replica")
        began = time.perf_counter()
        _do(statement)
        rates.append(NEW / (time.perf_counter() - began))
        _do("ROLLBACK")
    return median(rates)


_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' "
    "ORDER BY ordinal_position"
)


def _delete_first_year(trial: Trial) -> float:
    """Seconds to delete and vacuum, of which the deletion is given up."""
    began = time.perf_counter()
    _do("BEGIN")
    _do("SET LOCAL session_replication_role = replica")
    _do(
        f"DELETE FROM {trial.table} WHERE {trial.moment} < date_trunc('year', "
        f"(SELECT min({trial.moment}) FROM {trial.table})) + interval '1 year'"
    )
    _do("ROLLBACK")
    _do(f"VACUUM {trial.table}")
    return time.perf_counter() - began


def _copy_in_years(trial: Trial, tried: str) -> None:
    _do(
        f"CREATE TABLE {tried} (LIKE {trial.table} INCLUDING DEFAULTS) "
        f"PARTITION BY RANGE ({trial.moment})"
    )
    years = [
        int(year)
        for (year,) in asked(
            f"SELECT DISTINCT extract(year FROM {trial.moment}) FROM {trial.table} ORDER BY 1"
        )
    ]
    for year in years[:-1]:
        bounds = f"FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
        _do(f"CREATE TABLE {tried}_{year} PARTITION OF {tried} FOR VALUES {bounds}")
    bounds = f"FROM ('{years[-1]}-01-01') TO (MAXVALUE)"
    _do(f"CREATE TABLE {tried}_now PARTITION OF {tried} FOR VALUES {bounds}")
    _do(f"INSERT INTO {tried} SELECT * FROM {trial.table}")
    _index(trial.table, tried, unique_with=trial.moment)


def _index(like: str, table: str, *, unique_with: str) -> None:
    """The same indexes; in a table of partitions a unique one must hold the moment too."""
    _do("SET maintenance_work_mem = '1GB'")
    for number, (definition, is_unique) in enumerate(asked(INDEXES.format(table=like))):
        head, _on, rest = definition.partition(" ON ")
        columns = rest.partition(" USING ")[2]
        if is_unique and unique_with:
            first, _bracket, last = columns.partition(")")
            columns = f"{first}, {unique_with}){last}"
        kind = "UNIQUE INDEX" if "UNIQUE" in head else "INDEX"
        _do(f"CREATE {kind} {table}_{number} ON {table} USING {columns}")
    _do("RESET maintenance_work_mem")


def _first_partition(table: str) -> str:
    names = asked(
        f"SELECT inhrelid::regclass::text FROM pg_inherits "
        f"WHERE inhparent = '{table}'::regclass ORDER BY 1 LIMIT 1"
    )
    return str(names[0][0])


def _index_bytes(table: str) -> int:
    return int(asked(f"SELECT pg_indexes_size('{table}'::regclass)")[0][0])


def _milliseconds(statement: str) -> float:
    took = []
    for _ in range(9):
        began = time.perf_counter()
        asked(statement)
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def all_trials() -> dict[str, Any]:
    """Everything that was tried."""
    return {
        "notices by year": by_year(NOTICES),
        "trail by year": by_year(TRAIL),
        "tasks of two years": without_finished(TASKS),
    }
