"""Changes of organisations and people."""

from django.db import transaction
from django.utils import timezone

from processes import data
from processes.organisations.models import Organisation
from workflow import trail
from workflow.sql import unit_of_work

Kind = Organisation.Kind
FIELDS = ["kind", "name", "full_name", "county_code", "county_name", "population"]


@transaction.atomic
@unit_of_work.buffered()
def load_organisations() -> None:
    """Bring municipalities, their neighbours, the body and the partners up to date."""
    before = {one.code: _facts_of(one) for one in Organisation.objects.all()}
    Organisation.objects.bulk_create(
        [*_municipalities(), *_others()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=FIELDS,
    )
    _load_neighbours()
    at = timezone.now()
    for one in Organisation.objects.order_by("code"):
        if before.get(one.code) != _facts_of(one):
            trail.record(trail.Event(subject=one, step="load", by=None, at=at))


def _facts_of(organisation: Organisation) -> list[object]:
    return [organisation.code, *(getattr(organisation, name) for name in FIELDS)]


def _municipalities() -> list[Organisation]:
    return [
        Organisation(
            kind=Kind.MUNICIPALITY,
            code=row["code"],
            name=row["name"],
            full_name=row["full_name"],
            county_code=row["county_code"],
            county_name=row["county_name"],
            population=int(row["population_2019_12_31"]),
        )
        for row in data.rows("municipalities")
    ]


def _others() -> list[Organisation]:
    others = data.document("organisations")
    return [
        Organisation(kind=Kind.BODY, **others["body"]),
        *(Organisation(kind=Kind.PARTNER, **partner) for partner in others["partners"]),
        *(Organisation(kind=Kind.JOINT_AUTHORITY, **one) for one in others["joint_authorities"]),
    ]


def _load_neighbours() -> None:
    ids = dict(Organisation.objects.values_list("code", "pk"))
    pairs = [(ids[row["code"]], ids[row["neighbour"]]) for row in data.rows("neighbours")]
    through = Organisation.neighbours.through
    through.objects.bulk_create(
        [
            through(from_organisation_id=one, to_organisation_id=other)
            for pair in pairs
            for one, other in (pair, pair[::-1])
        ],
        ignore_conflicts=True,
    )
