"""What the models say of integrity is what the migrations made."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

PACKAGES = ("workflow", "processes", "notifications")


@pytest.mark.django_db
def test_every_constraint_and_index_of_a_model_is_in_the_database() -> None:
    missing = []
    for model in (one for name in PACKAGES for one in apps.get_app_config(name).get_models()):
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        named = [*model._meta.constraints, *model._meta.indexes]
        missing += [one.name for one in named if one.name not in there]

    assert not missing


MOST_AFTER = 12


@pytest.mark.parametrize("app", PACKAGES)
def test_a_new_database_is_not_made_by_many_migrations(app: str) -> None:
    """Each costs most of a second: the one that makes tables at once is extended in time."""
    names = [path.stem for path in Path(settings.BASE_DIR, app, "migrations").glob("0*.py")]
    made = {name: int(name.rpartition("_squashed_")[2][:4]) for name in names}
    at_once = [number for name, number in made.items() if "_squashed_" in name]

    assert max(made.values()) - max(at_once) <= MOST_AFTER


@pytest.mark.django_db
def test_parts_of_names_and_numbers_have_an_index_where_there_are_trigrams() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no trigrams")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'")
        there = {name for (name,) in cursor.fetchall()}

    assert there == {
        "organisation_sought",
        "organisation_sought_in_full",
        "certificate_sought",
        "case_sought",
    }
