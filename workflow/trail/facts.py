"""Which facts of a row its trail entries prove: dates, grades and keys plain, texts as digests.

A model's table says for each field that it is proven, or why it is not; a test fails for a field
that is in neither. Every entry about a row holds the row's facts as they were then.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from workflow.models import StatefulModel

DIGEST_DIGITS = 32
"""128 bits: nobody finds another text with the same digest."""

ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)

Facts = dict[str, Any]


def always(row: models.Model) -> bool:
    """Every row is proven from its first day."""
    return True


def has_moved(row: StatefulModel) -> bool:
    """A row is proven from its first step on."""
    return bool(row.current_state != type(row).state_field().default)


@dataclass(frozen=True)
class Proven:
    """What the trail proves of a model's rows.

    ``plain`` and ``texts`` are columns; ``exempt`` says of each other one why it is not proven.
    ``drafts`` names the states in which a column is still being written and not compared.
    ``more`` are facts that stand in other rows, as JSON with texts digested by ``digest``.
    ``since`` says from when on a row must be proven. ``root`` is the row whose chain holds its
    entries, if it is not ``trail_root``. ``label`` is what entries call the model, where it was
    renamed since: they hold it for ever.
    """

    plain: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    exempt: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: Mapping[str, Callable[[Any, str], Any]] = field(default_factory=dict)
    since: Callable[[Any], bool] = always
    root: Callable[[Any], Any] = lambda row: row.trail_root
    label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that is proven, by name."""
        return (*self.plain, *self.texts, *self.more)


_tables: dict[type[models.Model], Proven] = {}
_exempt: dict[type[models.Model], str] = {}


def prove(model: type[models.Model], table: Proven) -> None:
    """Let the trail prove a model's rows."""
    _tables[model] = table


def exempt(why: str, *some: type[models.Model]) -> None:
    """Let the trail prove nothing of some models, for a reason."""
    _exempt.update(dict.fromkeys(some, why))


def tables() -> dict[type[models.Model], Proven]:
    """The table of each model that is proven."""
    return dict(_tables)


def exempted() -> dict[type[models.Model], str]:
    """Why nothing of a model is proven."""
    return dict(_exempt)


def of(subject: models.Model, others: Iterable[models.Model], salt: str) -> Facts:
    """The facts of an entry: of its subject under ``.``, of other rows under their names."""
    rows = [(".", subject), *((name_of(row), row) for row in others)]
    return {name: row_facts(row, salt) for name, row in rows if type(row) in _tables}


def gone(rows: Iterable[models.Model]) -> Facts:
    """The facts of rows that are no more, under their names."""
    return {name_of(row): None for row in rows}


def label_of(model: type[models.Model]) -> str:
    """``app.model``, as the trail's entries call it."""
    table = _tables.get(model)
    return (table.label if table else "") or str(model._meta.label_lower)


def name_of(row: models.Model) -> str:
    """``app.model:key``."""
    return f"{label_of(type(row))}:{row.pk}"


def row_facts(row: models.Model, salt: str) -> Facts:
    """What is proven of a row as it is now; what is still being written is left out."""
    table = _tables[type(row)]
    state = str(row.__dict__.get("state", ""))
    left_out = {name for name, states in table.drafts.items() if state in states}
    facts = {name: plain(row, name) for name in table.plain if name not in left_out}
    for name in table.texts:
        if name not in left_out:
            facts[name] = digest(salt, getattr(row, name))
    for name, ask in table.more.items():
        if name not in left_out:
            facts[name] = ask(row, salt)
    return facts


def plain(row: Any, name: str) -> Any:
    """A column's value as JSON has it: days and moments in UTC as ISO 8601, numbers as such."""
    value = getattr(row, name)
    if value is None or type(value) in (int, bool):
        return value
    value = row._meta.get_field(name).to_python(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | bool | dict | list) else str(value)


def digest(salt: str, content: Any) -> str:
    """A salted digest of a text, or of JSON; nothing for nothing."""
    if content in ("", None):
        return ""
    text = content if isinstance(content, str) else ENCODER.encode(content)
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest()[:DIGEST_DIGITS]


def unlisted(model: type[models.Model]) -> list[str]:
    """The columns of a model that its table neither proves nor exempts."""
    if model in _exempt:
        return []
    table = _tables.get(model)
    columns = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
    known = {*table.plain, *table.texts, *table.exempt} if table else set()
    return [f"{model._meta.label}.{name}" for name in columns if name not in known]
