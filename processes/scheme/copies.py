"""New drafts: empty, or copied from a version that is already there."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.scheme.limits import LADDER, LIMITS, QUIET_WEEKS
from processes.scheme.models import (
    Area,
    Criterion,
    DecisionRule,
    Edition,
    MaturityLevel,
    RenewalCycle,
    Scheme,
    SurveillanceWindow,
    Version,
)
from workflow import trail
from workflow.exceptions import Refused

KEPT = {"id", "number", "state", "version", "published_at", "scheme"}


@transaction.atomic
def new_edition(scheme: Scheme, *, model: Edition | None, by: Any, at: datetime) -> Edition:
    """A draft like ``model``, or empty. Raises Refused while another draft is open."""
    _refuse_second_draft(scheme.editions)
    number = _next_number(scheme.editions)
    titles = {"title_sv": f"Utgåva {number}", "title_en": f"Edition {number}"}
    given = {**_values(model, KEPT), **titles} if model else titles
    edition = Edition.objects.create(scheme=scheme, number=number, **given)
    if model is not None:
        _copy_parts(model, edition)
    _record(edition, model, by=by, at=at)
    return edition


def _copy_parts(model: Edition, edition: Edition) -> None:
    MaturityLevel.objects.bulk_create(
        MaturityLevel(edition=edition, **_values(level, {"id", "edition"}))
        for level in model.levels.all()
    )
    rule = DecisionRule.objects.filter(edition=model).first()
    if rule is not None:
        DecisionRule.objects.create(edition=edition, **_values(rule, {"id", "edition"}))
    for area in model.areas.prefetch_related("criteria"):
        copy = Area.objects.create(edition=edition, **_values(area, {"id", "edition"}))
        Criterion.objects.bulk_create(
            Criterion(area=copy, **_values(criterion, {"id", "area"}))
            for criterion in area.criteria.all()
        )


@transaction.atomic
def new_cycle(scheme: Scheme, *, by: Any, at: datetime) -> RenewalCycle:
    """A draft like the published cycle, or with the defaults. Refused while a draft is open."""
    _refuse_second_draft(scheme.cycles)
    number = _next_number(scheme.cycles)
    model = scheme.cycles.filter(state=Version.State.PUBLISHED).first()
    given = _values(model, KEPT) if model else _defaults()
    cycle = RenewalCycle.objects.create(scheme=scheme, number=number, **given)
    windows = model.windows.values_list("from_month", "to_month") if model else [(9, 12), (21, 24)]
    SurveillanceWindow.objects.bulk_create(
        SurveillanceWindow(cycle=cycle, from_month=first, to_month=last) for first, last in windows
    )
    _record(cycle, model, by=by, at=at)
    return cycle


def _defaults() -> dict[str, Any]:
    return {
        "limits": {key: limit.default for key, limit in LIMITS.items()},
        "ladder": LADDER,
        "quiet_weeks": QUIET_WEEKS,
    }


def _values(row: models.Model, kept: set[str]) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in kept]
    return {field.name: getattr(row, field.name) for field in fields}


def _refuse_second_draft(versions: Any) -> None:
    if versions.filter(state=Version.State.DRAFT).exists():
        raise Refused(_("A draft is already open. Publish it first, or go on with it."))


def _next_number(versions: Any) -> int:
    return int(versions.aggregate(last=models.Max("number"))["last"] or 0) + 1


def _record(
    version: Edition | RenewalCycle, model: Version | None, *, by: Any, at: datetime
) -> None:
    data = {"copied_from": model.pk if model else None}
    trail.record(trail.Event(subject=version, step="draft", by=by, at=at, data=data))
