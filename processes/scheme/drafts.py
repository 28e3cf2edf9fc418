"""Versions of the configuration: drafted, edited, published; a published one never changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from processes.scheme.criteria_file import CriterionRow
from processes.scheme.models import Area, Criterion, Edition, RenewalCycle, Version
from workflow.transitions import perform


@transaction.atomic
def publish(version: Edition | RenewalCycle, *, by: Any, at: datetime) -> None:
    """Publish a draft; the version it follows is superseded in the same transaction."""
    earlier = type(version).objects.filter(scheme=version.scheme, state=Version.State.PUBLISHED)
    for old in earlier:
        perform(old.supersede, by=by, at=at)
    perform(version.publish, by=by, at=at, moment=at)


def add_criteria(edition: Edition, rows: Iterable[CriterionRow]) -> None:
    """Add the criteria of a checked table, with the areas they name, in the table's order."""
    areas = {area.code: area for area in edition.areas.all()}
    made: list[Criterion] = []
    for position, row in enumerate(rows, start=1):
        if row.area.code not in areas:
            areas[row.area.code] = Area.objects.create(
                edition=edition,
                code=row.area.code,
                position=len(areas) + 1,
                title_sv=row.area.title_sv,
                title_en=row.area.title_en,
            )
        made.append(
            Criterion(
                area=areas[row.area.code],
                code=row.code,
                position=position,
                kind=row.kind,
                in_surveillance=row.in_surveillance,
                **row.texts,
            )
        )
    Criterion.objects.bulk_create(made)
