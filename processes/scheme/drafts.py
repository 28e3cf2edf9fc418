"""Versions of the configuration: drafted, edited, published; a published one never changes.

Every edit counts the version up and stands in the version's trail: two administrators never
overwrite each other unseen, and nothing is published that nobody has looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.organisations.models import Person
from processes.scheme.criteria_file import CriterionRow
from processes.scheme.models import (
    Area,
    Criterion,
    Edition,
    MaturityLevel,
    RenewalCycle,
    SurveillanceWindow,
    Version,
)
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict

Drafted = Edition | RenewalCycle
ENGINE = {"id", "version", "state", "published_at"}
PLAIN = (str, int, list, dict, type(None))


def values_of(row: models.Model) -> dict[str, Any]:
    """What a row says, as JSON can hold it; without what the engine keeps."""
    names = [field.attname for field in row._meta.concrete_fields if field.name not in ENGINE]
    values = {name: getattr(row, name) for name in names}
    return {name: v if isinstance(v, PLAIN) else str(v) for name, v in values.items()}


def values_of_cycle(cycle: RenewalCycle) -> dict[str, Any]:
    """What a cycle says, its surveillance windows too."""
    windows = cycle.windows.order_by("from_month").values_list("from_month", "to_month")
    return {**values_of(cycle), "windows": [list(window) for window in windows]}


def values_of_levels(edition: Edition) -> dict[str, Any]:
    """What an edition's maturity scale says, by level."""
    return {str(row.level): values_of(row) for row in edition.levels.order_by("level")}


@transaction.atomic
def put_in_force(version: Drafted, *, by: Person | None, at: datetime) -> None:
    """Publish a draft; the version it follows is superseded in the same transaction."""
    published = type(version)._default_manager.filter(state=Version.State.PUBLISHED)
    for old in published.filter(scheme=version.scheme):
        perform(old.supersede, by=by, at=at)
    perform(version.publish, by=by, at=at, moment=at)


@transaction.atomic
def save(
    version: Drafted, row: models.Model, *, before: Mapping[str, Any], by: Person, at: datetime
) -> None:
    """Save a changed or new part of a draft. Raises Conflict if the draft moved on meanwhile."""
    _touch(version)
    after = values_of(row)
    changed = {name: [before.get(name), value] for name, value in after.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if row.pk is None:
        row.save()
    elif changed:
        row.save(update_fields=list(changed))
    _record(version, "edit", by=by, at=at, part=_name(row), changed=changed)


@transaction.atomic
def remove(version: Drafted, row: models.Model, *, by: Person, at: datetime) -> None:
    """Take an area or a criterion out of a draft."""
    _touch(version)
    _record(version, "remove", by=by, at=at, part=_name(row), removed=values_of(row))
    row.delete()


@transaction.atomic
def save_levels(
    edition: Edition, levels: Sequence[Mapping[str, Any]], *, by: Person, at: datetime
) -> None:
    """Set the whole maturity scale of a draft."""
    _touch(edition)
    before = values_of_levels(edition)
    for level in levels:
        MaturityLevel.objects.update_or_create(
            edition=edition, level=level["level"], defaults=dict(level)
        )
    after = values_of_levels(edition)
    _record(edition, "edit", by=by, at=at, part="levels", changed={"levels": [before, after]})


@transaction.atomic
def save_cycle(
    cycle: RenewalCycle,
    windows: Iterable[Sequence[int]],
    *,
    before: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> None:
    """Save a draft cycle with its surveillance windows."""
    save(cycle, cycle, before=before, by=by, at=at)
    cycle.windows.all().delete()
    SurveillanceWindow.objects.bulk_create(
        SurveillanceWindow(cycle=cycle, from_month=first, to_month=last) for first, last in windows
    )
    after = values_of_cycle(cycle)["windows"]
    if after != before["windows"]:
        pair = {"windows": [before["windows"], after]}
        _record(cycle, "edit", by=by, at=at, part="windows", changed=pair)


@transaction.atomic
def import_criteria(
    edition: Edition, rows: Sequence[CriterionRow], *, by: Person, at: datetime
) -> tuple[int, int]:
    """Bring a draft up to a checked table: how many criteria were new, how many changed."""
    _touch(edition)
    known = {row.code: row for row in Criterion.objects.filter(area__edition=edition)}
    again = [
        _criterion(row, known[row.code].area_id, known[row.code].position)
        for row in rows
        if row.code in known
    ]
    # One statement for each table, not a list of cases for each column: ten times as fast.
    Criterion.objects.bulk_create(
        again,
        update_conflicts=True,
        unique_fields=["area", "code"],
        update_fields=["kind", "in_surveillance", *rows[0].texts],
    )
    new = [row for row in rows if row.code not in known]
    add_criteria(edition, new)
    codes = [row.code for row in rows]
    _record(edition, "import", by=by, at=at, part="criteria", codes=codes)
    return len(new), len(again)


def add_criteria(edition: Edition, rows: Iterable[CriterionRow]) -> None:
    """Add the criteria of a checked table, with the areas they name, in the table's order."""
    areas = {area.code: area for area in edition.areas.all()}
    first = Criterion.objects.filter(area__edition=edition).count() + 1
    made: list[Criterion] = []
    for position, row in enumerate(rows, start=first):
        if row.area.code not in areas:
            areas[row.area.code] = Area.objects.create(
                edition=edition,
                code=row.area.code,
                position=len(areas) + 1,
                title_sv=row.area.title_sv,
                title_en=row.area.title_en,
            )
        made.append(_criterion(row, areas[row.area.code].pk, position))
    Criterion.objects.bulk_create(made)


def _criterion(row: CriterionRow, area_id: int, position: int) -> Criterion:
    return Criterion(
        area_id=area_id,
        code=row.code,
        position=position,
        kind=row.kind,
        in_surveillance=row.in_surveillance,
        **row.texts,
    )


def _touch(version: Drafted) -> None:
    """Count the draft's version up. Raises Conflict if it is not the draft that was read."""
    drafts = type(version)._default_manager.filter(state=Version.State.DRAFT)
    same = drafts.filter(pk=version.pk, version=version.version)
    if same.update(version=version.version + 1) != 1:
        raise Conflict(
            _("Somebody else has changed or published this version meanwhile."),
            code="version_changed",
        )
    version.version += 1


def _name(row: models.Model) -> str:
    return f"{row._meta.model_name}:{getattr(row, 'code', row.pk)}"


def _record(version: Drafted, step: str, *, by: Person, at: datetime, **data: Any) -> None:
    trail.record(trail.Event(subject=version, step=step, by=by, at=at, data=data))
