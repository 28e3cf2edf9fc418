"""Rows got by one number are those that the ORM gives."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from processes.application.models import Application
from processes.case.models import Case
from tests.support import drive, stages
from tests.support.world import World
from workflow.sql import by_pk

ABSENT = 987_654_321


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: row.__dict__[field.attname] for field in row._meta.concrete_fields}


@pytest.fixture
def case(world: World) -> Case:
    return drive.fresh(drive.apply(world))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names by which rows were got quickly."""
    names: list[str] = []
    usual = by_pk._of

    def told(model: Any, name: str) -> Any:
        names.append(f"{model.__name__}.{name}")
        return usual(model, name)

    monkeypatch.setattr(by_pk, "_of", told)
    return names


WAYS: dict[str, tuple[Callable[[Case], Any], str]] = {
    "its manager": (lambda case: Case.objects.get(pk=case.pk), "Case.pk"),
    "a one-to-one relation": (lambda case: case.application, "Application.case__id"),
    "a foreign key": (
        lambda case: Application.objects.filter(case=case.pk).get().case,
        "Case.id",
    ),
    "a generic key": (lambda case: drive.fresh(case).main_process.subject, "Case.pk"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_row_got_by_a_number_is_as_the_orm_reads_it(
    case: Case, made: list[str], way: str
) -> None:
    get, name = WAYS[way]

    found = get(case)

    usual = type(found).objects.filter(pk=found.pk).get()
    assert name in made
    assert _columns(found) == _columns(usual)
    assert (found._state.adding, found._state.db) == (False, usual._state.db)


def test_it_is_one_statement(case: Case) -> None:
    with CaptureQueriesContext(connection) as asked:
        Case.objects.get(pk=case.pk)

    assert len(asked) == 1


def test_what_is_filtered_joined_or_locked_stays_so(case: Case, made: list[str]) -> None:
    with pytest.raises(Case.DoesNotExist):
        Case.objects.exclude(pk=case.pk).get(pk=case.pk)
    joined = Case.objects.select_related("cycle").get(pk=case.pk)
    with CaptureQueriesContext(connection) as asked:
        assert joined.cycle.pk == joined.cycle_id
    deferred = Case.objects.only("number").get(pk=case.pk)

    assert not asked.captured_queries
    assert "kind" in deferred.get_deferred_fields()
    assert "Case.pk" not in made


@pytest.mark.django_db
def test_what_is_not_there_is_refused_as_usual_and_asked_for_once() -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(Case.DoesNotExist):
        Case.objects.get(pk=ABSENT)

    assert len(asked) == 1


@pytest.mark.django_db
def test_a_number_that_no_key_can_be_is_not_there() -> None:
    with pytest.raises(Case.DoesNotExist):
        Case.objects.get(pk=10**30)


def test_only_this_database_is_asked_quickly() -> None:
    assert not Case.objects.db_manager("another").all()._is_whole
    assert Case.objects.all().using(None)._is_whole


def test_of_several_none_is_taken(world: World, case: Case) -> None:
    other = drive.apply(world, stages.new_municipality(world, "0999", "Annanstad"))

    assert other.edition_id == case.edition_id
    with pytest.raises(MultipleObjectsReturned):
        Case.objects.get(edition_id=case.edition_id)


def test_other_questions_are_asked_as_usual(case: Case, made: list[str]) -> None:
    assert Case.objects.get(number=case.number) == case
    assert Case.objects.get(pk=case.pk, number=case.number) == case
    assert Case.objects.get(models.Q(number=case.number) | models.Q(pk=ABSENT)) == case
    assert not [name for name in made if name.startswith("Case.")]
