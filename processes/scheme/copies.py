"""New drafts: empty, or copied from a version that is already there."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.organisations.models import Person
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
from processes.scheme.rhythm.limits import LADDER, LIGHTER, LIMITS, QUIET_WEEKS, WINDOWS
from workflow import trail
from workflow.exceptions import Refused

WINDOWS_BEFORE = [(9, 12), (21, 24)]
KEPT = {"id", "number", "state", "version", "published_at", "scheme"}


@transaction.atomic
def new_edition(scheme: Scheme, *, model: Edition | None, by: Person, at: datetime) -> Edition:
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
def new_cycle(scheme: Scheme, *, by: Person, at: datetime) -> RenewalCycle:
    """A draft like the published cycle, or with the defaults. Refused while a draft is open."""
    _refuse_second_draft(scheme.cycles)
    number = _next_number(scheme.cycles)
    model = scheme.cycles.filter(state=Version.State.PUBLISHED).first()
    given = _values(model, KEPT) | _lighter(model) if model else _defaults()
    cycle = RenewalCycle.objects.create(scheme=scheme, number=number, **given)
    windows = _windows(model) if model else WINDOWS
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


def _lighter(model: RenewalCycle) -> dict[str, Any]:
    """The limits of a cycle; where it is as usual, a surveillance has its usual lighter ones."""
    said = dict(model.limits)
    for key in (key for key in LIMITS if key.startswith(LIGHTER) and key not in said):
        usual = LIMITS[key.removeprefix(LIGHTER)]
        figure = said.get(usual.key, usual.default)
        said[key] = LIMITS[key].default if figure == usual.default else figure
    return {"limits": said}


def _windows(model: RenewalCycle) -> list[tuple[int, int]]:
    """Those of a cycle; the usual ones of before, which nobody could keep, become today's."""
    windows = model.windows.order_by("from_month").values_list("from_month", "to_month")
    return WINDOWS if list(windows) == WINDOWS_BEFORE else list(windows)


def _values(row: models.Model, kept: set[str]) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in kept]
    return {field.name: getattr(row, field.name) for field in fields}


def _refuse_second_draft(versions: models.Manager[Any]) -> None:
    if versions.filter(state=Version.State.DRAFT).exists():
        raise Refused(
            _("A draft is already open. Publish it first, or go on with it."), code="draft_open"
        )


def _next_number(versions: models.Manager[Any]) -> int:
    return int(versions.aggregate(last=models.Max("number"))["last"] or 0) + 1


def _record(
    version: Edition | RenewalCycle, model: Version | None, *, by: Person, at: datetime
) -> None:
    data = {"copied_from": model.pk if model else None}
    trail.record(trail.Event(subject=version, step="draft", by=by, at=at, data=data))
