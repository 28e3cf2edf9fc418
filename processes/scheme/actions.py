"""The scheme a new installation starts with, and the published survey values."""

from datetime import datetime
from typing import Any

from django.db import transaction

from processes import data
from processes.organisations.models import Organisation
from processes.scheme import criteria_file, drafts, limits
from processes.scheme.models import (
    DecisionRule,
    Edition,
    MaturityLevel,
    RenewalCycle,
    Scheme,
    SurveillanceWindow,
)
from processes.scheme.surveys import SurveyResult

FIRST_YEAR_OF_FOUR_AREAS = 2024
"""From this survey on NKI is built of four areas: values do not compare across it."""


@transaction.atomic
def load_default_scheme(at: datetime) -> Scheme:
    """The default scheme with its first edition and cycle published; made only if missing."""
    given = data.document("foretagslots")
    code = given["scheme"].pop("code")
    body = Organisation.objects.get(kind=Organisation.Kind.BODY)
    values = {**given["scheme"], "body": body, "is_open": True}
    scheme, _new = Scheme.objects.get_or_create(code=code, defaults=values)
    if not scheme.editions.exists():
        drafts.publish(_edition(scheme, given), by=None, at=at)
    if not scheme.cycles.exists():
        drafts.publish(_cycle(scheme, given["cycle"]), by=None, at=at)
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
