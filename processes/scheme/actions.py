"""Schemes: the one a new installation starts with, and those that administrators add."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes import data
from processes.organisations.models import Organisation, Person
from processes.scheme import criteria_file, drafts
from processes.scheme.models import (
    DecisionRule,
    Edition,
    MaturityLevel,
    RenewalCycle,
    Scheme,
    SurveillanceWindow,
    Version,
)
from processes.scheme.rhythm import limits
from processes.scheme.surveys import SurveyResult
from workflow import trail
from workflow.exceptions import Conflict, Refused

FIRST_YEAR_OF_FOUR_AREAS = 2024
"""From this survey on NKI is built of four areas: values do not compare across it."""


@transaction.atomic
def load_default_scheme(at: datetime) -> Scheme:
    """The default scheme with its first edition and cycle published; made only if missing."""
    given = data.document("foretagslots")
    code = given["scheme"].pop("code")
    body = Organisation.objects.get(kind=Organisation.Kind.BODY)
    values = {**given["scheme"], "body": body, "is_open": True}
    scheme, is_new = Scheme.objects.get_or_create(code=code, defaults=values)
    if is_new:
        trail.record(trail.Event(subject=scheme, step="load", by=None, at=at))
    if not scheme.editions.exists():
        drafts.put_in_force(_edition(scheme, given), by=None, at=at)
    if not scheme.cycles.exists():
        drafts.put_in_force(_cycle(scheme, given["cycle"]), by=None, at=at)
    return scheme


def _edition(scheme: Scheme, given: dict[str, Any]) -> Edition:
    edition = Edition.objects.create(
        scheme=scheme,
        agreement_sv=data.text("agreement.sv.txt"),
        agreement_en=data.text("agreement.en.txt"),
        **given["edition"],
    )
    drafts.add_criteria(edition, criteria_file.check(data.rows("criteria"))[0])
    MaturityLevel.objects.bulk_create(
        MaturityLevel(edition=edition, **level) for level in given["levels"]
    )
    DecisionRule.objects.create(edition=edition)
    return edition


def _cycle(scheme: Scheme, given: dict[str, Any]) -> RenewalCycle:
    cycle = RenewalCycle.objects.create(
        scheme=scheme,
        limits={key: limit.default for key, limit in limits.LIMITS.items()},
        ladder=limits.LADDER,
        quiet_weeks=limits.QUIET_WEEKS,
    )
    SurveillanceWindow.objects.bulk_create(
        SurveillanceWindow(cycle=cycle, from_month=first, to_month=last)
        for first, last in given["windows"]
    )
    return cycle


@transaction.atomic
def load_survey_results() -> None:
    """Add the published NKI values that are not yet known, each with its source."""
    known = set(SurveyResult.objects.values_list("organisation", "year", "area", "index"))
    ids = dict(Organisation.objects.values_list("full_name", "pk"))
    ids |= dict(Organisation.objects.municipalities().values_list("name", "pk"))
    results = [_result(row, ids) for row in data.rows("nki")]
    SurveyResult.objects.bulk_create(
        result
        for result in results
        if (result.organisation_id, result.year, result.area, result.index) not in known
    )


def _result(row: dict[str, str], ids: dict[str, int]) -> SurveyResult:
    year = int(row["survey_year"])
    return SurveyResult(
        organisation_id=None if row["entity_type"] == "national" else ids[row["entity"]],
        year=year,
        area=row["area"],
        index=row["index"],
        value=int(row["value"]),
        definition="2024" if year >= FIRST_YEAR_OF_FOUR_AREAS else "2010",
        rank=int(row["rank"]) if row["rank"] else None,
        ranked_of=int(row["ranked_of"]) if row["ranked_of"] else None,
        basis=row["basis"],
        source_url=row["source_url"],
    )


@transaction.atomic
def add_scheme(scheme: Scheme, *, by: Person, at: datetime) -> None:
    """A new scheme, closed for applications until its versions are published."""
    scheme.is_open = False
    scheme.save()
    _record(scheme, "add", by=by, at=at)


@transaction.atomic
def change_scheme(scheme: Scheme, before: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    """Change the words of a scheme. Raises Conflict if they were changed since ``before``."""
    now = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if drafts.values_of(now) != before:
        raise Conflict
    after = drafts.values_of(scheme)
    changed = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    scheme.save(update_fields=[*changed])
    _record(scheme, "edit", by=by, at=at, changed=changed)


@transaction.atomic
def open_for_applications(scheme: Scheme, *, by: Person, at: datetime) -> None:
    """Let municipalities apply. Raises Refused without a published edition and cycle."""
    published = Version.State.PUBLISHED
    for versions in (scheme.editions, scheme.cycles):
        if not versions.filter(state=published).exists():
            raise Refused(
                _("Publish an edition and a renewal cycle first."), code="nothing_published"
            )
    Scheme.objects.filter(pk=scheme.pk).update(is_open=True)
    _record(scheme, "open_for_applications", by=by, at=at)


@transaction.atomic
def close_for_applications(scheme: Scheme, *, by: Person, at: datetime) -> None:
    """Take no new applications; running cases go on."""
    Scheme.objects.filter(pk=scheme.pk).update(is_open=False)
    _record(scheme, "close_for_applications", by=by, at=at)


def _record(scheme: Scheme, step: str, *, by: Person, at: datetime, **data: Any) -> None:
    trail.record(trail.Event(subject=scheme, step=step, by=by, at=at, data=data))
