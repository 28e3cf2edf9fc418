"""A compiled query is a function: typed, and as the ORM would answer."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from processes.models import Membership, Person
from tests.support.world import World
from workflow.models import Timer
from workflow.sql import bulk
from workflow.sql.compiled import Many, compiled
from workflow.sql.writes import Update

pytestmark = pytest.mark.django_db


@compiled
def roles_of(person: int, day: date) -> QuerySet[Membership]:
    return Membership.objects.on(day).filter(person=person).select_related("person").order_by("pk")


@compiled
def names(role: str) -> QuerySet[Membership, str]:
    held = Membership.objects.filter(role=role).order_by("person__name")
    return held.values_list("person__name", flat=True)


@compiled
def pairs(people: Many[int]) -> QuerySet[Membership, tuple[int, str]]:
    held = Membership.objects.filter(bulk.among(people, "person_id")).order_by("pk")
    return held.values_list("person_id", "role")


def test_rows_scalars_and_tuples_are_as_the_orm_gives_them(world: World) -> None:
    officer, day = world.officer, date(2026, 6, 1)
    for query, args in (
        (roles_of, (officer.pk, day)),
        (names, ("officer",)),
        (pairs, ([officer.pk, world.coordinator.pk],)),
    ):
        asked: Any = query
        assert asked(*args).all() == list(inspect.unwrap(asked)(*args))
        assert asked(*args).all()


def test_related_rows_come_with_them(world: World) -> None:
    [held] = roles_of(world.officer.pk, date(2026, 6, 1)).all()

    with CaptureQueriesContext(connection) as asked:
        assert held.person == world.officer

    assert not asked


def test_the_first_alone_is_asked_for(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        first = names("officer").first()

    assert first == names("officer").all()[0]
    assert "LIMIT 1" in asked[0]["sql"]
    assert names("nobody").first() is None


def test_whether_there_is_one_reads_no_row(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names("officer").exists()
        assert not names("nobody").exists()

    assert all('"name"' not in one["sql"] for one in asked)


def test_arguments_go_by_place_or_by_name(world: World) -> None:
    day = date(2026, 6, 1)
    found = roles_of(world.officer.pk, day).all()

    assert roles_of(world.officer.pk, day=day).all() == found
    assert roles_of(day=day, person=world.officer.pk).all() == found


@pytest.mark.parametrize("given", [(), (1,), (1, date.max, 2)])
def test_a_call_gives_all_arguments_and_no_other(given: tuple[Any, ...]) -> None:
    asked: Any = roles_of

    with pytest.raises(TypeError, match="person, day"):
        asked(*given)


def test_what_equals_none_is_nothing(world: World) -> None:
    @compiled
    def owned(person: int | None) -> QuerySet[Person]:
        return Person.objects.filter(pk=person)

    assert not owned(None).exists()
    assert owned(world.officer.pk).all() == [world.officer]


def test_a_change_is_compiled_as_well(world: World) -> None:
    @compiled
    def rename(person: int, name: str) -> Update:
        return Update(Person.objects.filter(pk=person), name=name)

    assert rename(world.officer.pk, "Anna Ny") == 1
    assert rename.key(world.officer.pk, name="Anna Ny") == world.officer.pk
    assert rename(0, "Ingen") == 0
    assert Person.objects.get(pk=world.officer.pk).name == "Anna Ny"


def _adds(days: int) -> QuerySet[Timer]:
    return Timer.objects.filter(subject_id=days + 1)


def _subtracts(day: date) -> QuerySet[Membership]:
    return Membership.objects.on(day - timedelta(days=1))


def _branches(role: str) -> QuerySet[Membership]:
    return Membership.objects.filter(role=role) if role else Membership.objects.all()


def _compares(role: str) -> QuerySet[Membership]:
    return Membership.objects.filter(role="officer" if role == "lead" else role)


def _formats(role: str) -> QuerySet[Membership]:
    return Membership.objects.filter(role=f"{role}s")


def _forgets(role: str) -> QuerySet[Membership]:
    return Membership.objects.all()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (_adds, "'days' has no value while its query is compiled: the body cannot calculate"),
        (_subtracts, "'day' has no value .* cannot calculate"),
        (_branches, "'role' has no value .* cannot branch"),
        (_compares, "'role' has no value .* cannot compare"),
        (_formats, "'role' has no value .* cannot write it into a text"),
        (_forgets, "_forgets does not ask for role"),
    ],
)
def test_a_body_that_needs_a_value_is_told_so(body: Callable[[Any], Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        compiled(body)(1).all()


def _looks_into(name: str) -> QuerySet[Membership]:
    return Membership.objects.filter(role=name.lower())


def test_an_argument_has_no_attributes_while_it_is_compiled() -> None:
    with pytest.raises(AttributeError, match="has no 'lower'"):
        compiled(_looks_into)("officer").all()


def test_what_no_column_holds_is_refused_where_it_is_declared() -> None:
    with pytest.raises(TypeError, match="no column holds"):

        @compiled
        def held(person: Person) -> QuerySet[Membership]:
            return Membership.objects.filter(person=person)

    with pytest.raises(TypeError, match="needs a name and no default"):

        @compiled
        def ended(role: str = "") -> QuerySet[Membership]:
            return Membership.objects.filter(role=role)


def test_dictionaries_are_not_offered() -> None:
    @compiled
    def held(role: str) -> QuerySet[Membership, dict[str, Any]]:
        return Membership.objects.filter(role=role).values("pk")

    with pytest.raises(TypeError, match=r"values_list"):
        held("officer").all()


TYPED = """
from datetime import date
from typing import assert_type

from django.db.models import QuerySet

from processes.models import Membership
from workflow.sql.compiled import Answer, Many, compiled
from workflow.sql.writes import Update


@compiled
def rows(person: int, day: date) -> QuerySet[Membership]:
    return Membership.objects.on(day).filter(person=person)


@compiled(bypasses_buffer=True)
def names(roles: Many[str]) -> QuerySet[Membership, str]:
    return Membership.objects.filter(role__in=roles).values_list("person__name", flat=True)


@compiled
def end(person: int, day: date) -> Update:
    return Update(Membership.objects.filter(person=person), valid_until=day)


today = date(2026, 6, 1)
assert_type(rows(1, today), Answer[Membership])
assert_type(rows(person=1, day=today).all(), list[Membership])
assert_type(rows(1, today).first(), Membership | None)
assert_type(names({"officer"}).first(), str | None)
assert_type(end(1, today), int)
assert_type(end.key(person=1, day=today), int | None)
"""
WRONG = """
rows("1", today)
rows(1)
rows(1, today, 2)
rows(1, days=today)
names([1])
end(1, "today")
"""


@pytest.mark.slow
def test_arguments_and_rows_keep_their_types(tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(TYPED + WRONG)

    mypy = [sys.executable, "-m", "mypy", "--no-error-summary", str(probe)]
    found = subprocess.run(mypy, capture_output=True, text=True, check=False).stdout

    first = len(TYPED.splitlines())
    wrong = {int(line.split(":")[1]) for line in found.splitlines() if ": error:" in line}
    assert wrong == set(range(first + 2, first + 8)), found
