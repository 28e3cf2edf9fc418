"""The page of a certification body's duties says what the code and the tests say."""

import re
from pathlib import Path

import pytest

from tests.support import obligations
from tests.support.obligations import OUTSIDE, PARTS, duties, marks, places

ROOT = Path(__file__).resolve().parents[2]
BY_NUMBER = re.compile(r"\b(obligation|duty|duties)s?\s+\d", re.IGNORECASE)


def test_the_page_is_what_the_tests_and_docstrings_say():
    assert obligations.PAGE.read_text() == obligations.page(), (
        "run python -m tests.support.obligations"
    )


def test_there_are_ninety_duties_in_order():
    assert list(duties()) == list(range(1, 91))


def test_no_number_is_named_that_no_duty_has():
    assert sorted({*marks(), *places()} - set(duties())) == []


def test_what_a_docstring_names_a_test_proves_and_the_other_way_round():
    assert sorted(set(places()) ^ set(marks())) == []


def test_a_docstring_claims_no_more_than_is_done():
    wrong = [
        (number, place)
        for number, found in places().items()
        for place in found
        if place.in_part is not bool(duties()[number].part)
    ]

    assert wrong == []


@pytest.mark.parametrize("duty", duties().values(), ids=lambda duty: str(duty.number))
def test_a_duty_is_proven_or_it_is_said_why_not(duty):
    assert duty.part in {"", OUTSIDE, *PARTS}
    assert duty.words or not duty.part
    assert duty.part or marks().get(duty.number)
    assert duty.part != OUTSIDE or not marks().get(duty.number)


def test_a_number_is_named_only_where_it_is_read():
    """In a docstring, in the form that is read: not in a comment, nor in words for readers."""
    files = [file for package in obligations.PRODUCT for file in (ROOT / package).rglob("*.py")]

    unread = [
        str(file.relative_to(ROOT))
        for file in files
        if len(BY_NUMBER.findall(file.read_text())) != mentions(file)
    ]

    assert unread == []


def mentions(file: Path) -> int:
    """How often the docstrings of a file name numbers in the form that is read."""
    said = obligations.docstrings(obligations.ast.parse(file.read_text()))
    return sum(len(obligations.NAMED.findall(words)) for _name, words in said)


def test_what_a_docstring_may_say_is_read():
    said = "Nobody decides (obligations 45, 46 and 50; obligation 8, in part)."

    read = list(obligations.named_in(said))

    assert read == [(45, False), (46, False), (50, False), (8, True)]
