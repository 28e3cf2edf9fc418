"""Names in Swedish order and found as people write them, whatever the database's own way."""

import random
import unicodedata

import pytest

from processes.models import Organisation, Person
from workflow.sql import names
from workflow.sql.substrings import containing

LETTERS = "abzåäöÅÄÖéÉü AB-–xyzZ"
SWEDISH = ["Arboga", "Håbo", "Hällefors", "Högsby", "Upplands-Bro", "Upplands Väsby", "Zinkgruvan"]
SWEDISH += ["Åmål", "Älmhult", "Ängelholm", "Öckerö", "Örebro"]


def organisation(number, name, full_name="X"):
    return Organisation.objects.create(
        kind="partner", code=f"N{number}", name=name, full_name=full_name
    )


@pytest.mark.django_db
def test_names_stand_in_swedish_order():
    for number, name in enumerate(sorted(SWEDISH, reverse=True)):
        organisation(number, name)

    found = Organisation.objects.order_by("name_order").values_list("name", flat=True)

    assert list(found) == SWEDISH
    assert sorted(SWEDISH, key=names.key) == SWEDISH


@pytest.mark.django_db
def test_the_database_and_python_order_alike():
    luck = random.Random(7)
    for number in range(300):
        organisation(number, "".join(luck.choices(LETTERS, k=luck.randint(1, 12))).strip() or "x")

    rows = list(Organisation.objects.order_by("name_order"))

    assert [row.name_order for row in rows] == [names.key(row.name) for row in rows]
    assert [row.name_order for row in rows] == sorted(row.name_order for row in rows)


@pytest.mark.django_db
def test_people_stand_in_swedish_order_too():
    for name in ("Örjan", "Åke", "Anna", "Älva", "Zita"):
        Person.objects.create_user(f"{names.key(name)}@example.org", name=name)

    found = Person.objects.order_by("name_order").values_list("name", flat=True)

    assert list(found) == ["Anna", "Zita", "Åke", "Älva", "Örjan"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "upplands väsby",
        "Upplands-Väsby",
        "UPPLANDS  VÄSBY",
        "Upplands–väsby",
        unicodedata.normalize("NFD", "Väsby"),
        " väsby ",
    ],
)
def test_a_name_is_found_however_it_is_written(words):
    organisation(1, "Upplands Väsby")
    organisation(2, "Väs.by")

    assert Organisation.objects.filter(containing("name", words)).count() == 1


@pytest.mark.parametrize("dash", ["-", "–", "‑", "‐", " ", " - ", "—", "−"])
def test_a_number_is_joined_by_plain_hyphens_whatever_was_typed(dash):
    assert names.number(f" klc{dash}2026{dash}0001{dash}1 ") == "KLC-2026-0001-1"
