"""Whole cases from one: rows that the engine made are copied with their references, in SQL.

A template is a range of rows in each table. The copy number k of a row has its key moved k ranges
on, and so has every reference to a row of a template. Only for PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

Model = type[models.Model]

PACKAGES = ("workflow", "processes", "notifications")
APART = 10**9
"""The copies of each template have room of their own among the keys."""

BURDENS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I ', conrelid::regclass, conname)
        || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid = CAST(%(table)s AS text)::regclass AND contype = 'u'
    UNION ALL
    SELECT format('DROP INDEX %%I', i.relname), pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = CAST(%(table)s AS text)::regclass AND NOT x.indisprimary
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype = 'u')
"""


@dataclass(frozen=True)
class Range:
    """Rows of a template in one table, and which copy goes with the copy ``k`` of a case."""

    model: Model
    first: int
    last: int
    template: int
    factor: str
    offset: int

    @property
    def further(self) -> str:
        """How far its copy lies behind it; the copy number 0 is the template itself."""
        span = self.last - self.first + 1
        return f"CASE {self.factor} WHEN 0 THEN 0 ELSE {self.offset} + {span} * {self.factor} END"

    def moved(self, column: str) -> str:
        """A WHEN that moves a reference into the range."""
        return f"WHEN {column} BETWEEN {self.first} AND {self.last} THEN {column} + {self.further}"


@dataclass
class Mould:
    """Every template made so far, and SQL for columns that cannot just be copied."""

    ranges: list[Range] = field(default_factory=list)
    special: dict[str, str] = field(default_factory=dict)
    """By ``table.column``; ``k`` is the number of the copy, ``row`` the row copied."""

    def of(self, model: Model) -> list[Range]:
        return [one for one in self.ranges if one.model is model]

    def moved(self, column: str, model: Model) -> str:
        """A reference to a model, moved if it goes to a template."""
        cases = " ".join(one.moved(column) for one in self.of(model))
        return f"(CASE {cases} ELSE {column} END)" if cases else column

    def moved_generic(self, kind: str, column: str) -> str:
        """The same for a reference to a row of any model."""
        models_ = {one.model for one in self.ranges}
        kinds = ContentType.objects.get_for_models(*models_)
        cases = " ".join(
            f"WHEN {kind} = {kinds[model].pk} THEN {self.moved(column, model)}" for model in models_
        )
        return f"(CASE {cases} ELSE {column} END)"

    def moved_name(self, column: str) -> str:
        """The same where a row stands as ``app.model:key``."""
        key = f"split_part({column}, ':', 2)::bigint"
        cases = " ".join(
            f"WHEN '{model._meta.label_lower}' "
            f"THEN '{model._meta.label_lower}:' || {self.moved(key, model)}"
            for model in {one.model for one in self.ranges}
        )
        return f"(CASE split_part({column}, ':', 1) {cases} ELSE {column} END)"

    def copy(self, rows: Range, numbers: str) -> None:
        """Copy the rows of a range once for each of the numbers (a set of ``k`` in SQL)."""
        table = rows.model._meta.db_table
        values = {str(one.column): self._value(one, rows) for one in _columns(rows.model)}
        names = ", ".join(f'"{name}"' for name in values)
        _execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())} "
            f"FROM ({numbers}) AS n(k), {table} AS row "
            f"WHERE row.id BETWEEN {rows.first} AND {rows.last} ORDER BY k, row.id"
        )

    def _value(self, column: Any, rows: Range) -> str:
        name = f'row."{column.column}"'
        special = self.special.get(f"{rows.model._meta.db_table}.{column.column}")
        if special is not None:
            return special
        if column.primary_key:
            return f"{name} + {rows.further}"
        if column.is_relation:
            return self.moved(name, column.related_model)
        for generic in _generic(rows.model):
            if column.name == generic.fk_field and not isinstance(column, models.CharField):
                kind = _column(rows.model, generic.ct_field)
                return self.moved_generic(f'row."{kind}"', name)
        return self._later(column, name)

    def _later(self, column: Any, name: str) -> str:
        """A moment or day of the copy: ``shift`` is an interval in SQL, in terms of k."""
        shift = self.special.get("shift")
        if shift and isinstance(column, models.DateTimeField):
            return f"{name} + {shift}"
        if shift and isinstance(column, models.DateField):
            return f"({name} + {shift})::date"
        return name


def _columns(model: Model) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not one.generated]


def _column(model: Model, name: str) -> str:
    return next(str(one.column) for one in _columns(model) if one.name == name)


def _generic(model: Model) -> list[GenericForeignKey]:
    return [one for one in model._meta.private_fields if isinstance(one, GenericForeignKey)]


@contextmanager
def template(mould: Mould, number: int, factor: str = "k") -> Iterator[None]:
    """What is made inside becomes a template in every table it stands in."""
    before = _last_keys()
    yield
    for model, last in _last_keys().items():
        if last > before[model]:
            offset = APART * number
            mould.ranges.append(Range(model, before[model] + 1, last, number, factor, offset))


def _last_keys() -> dict[Model, int]:
    ours = (one for name in PACKAGES for one in apps.get_app_config(name).get_models(True))
    return {one: one._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for one in ours}


@contextmanager
def unburdened(tables: set[Model]) -> Iterator[None]:
    """Indexes are made once at the end; references and triggers sleep meanwhile."""
    burdens = []
    for model in tables:
        with connection.cursor() as cursor:
            cursor.execute(BURDENS, {"table": model._meta.db_table})
            burdens += cursor.fetchall()
    _execute("SET session_replication_role = replica")
    for down, _up in burdens:
        _execute(down)
    yield
    _execute("SET maintenance_work_mem = '1GB'")
    for _down, up in burdens:
        _execute(up)
    _execute("RESET maintenance_work_mem")
    _execute("RESET session_replication_role")
    for model in tables:
        table = model._meta.db_table
        _execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
