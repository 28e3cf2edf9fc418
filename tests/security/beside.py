"""Rows of the matrix about the time of a case, its messages and objections to findings."""

from tests.security.people import TEAM
from tests.security.rows import READERS, Row, number

BESIDE: dict[str, Row] = {
    "case_park": Row(
        frozenset({"coordinator", "signatory", "officer"}),
        frozenset({"coordinator", "signatory", "officer"}),
        number,
    ),
    "case_extend": Row(
        frozenset({"coordinator", "signatory", "officer"}),
        frozenset({"coordinator", "signatory", "officer"}),
        lambda place: {"number": place.case.number, "pk": place.task.pk},
        state="assessing",
    ),
    "message_write": Row(
        frozenset({"coordinator", "signatory", "officer"}) | TEAM,
        frozenset({"coordinator", "signatory", "officer"}) | TEAM,
        number,
    ),
    "letter_register": Row(frozenset({"officer"}), frozenset({"officer"}), number),
    "case_prolong": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        number,
        state="parked",
    ),
    "case_resume": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        number,
        state="parked",
    ),
    "finding_object": Row(
        frozenset({"coordinator", "signatory"}),
        frozenset({"coordinator", "signatory"}),
        lambda place: {"number": place.case.number, "code": "LED-01"},
        state="report_sent",
    ),
    "dispute": Row(
        READERS,
        frozenset({"coordinator", "signatory"}),
        lambda place: {"number": place.case.number, "n": 1},
        state="disputed",
    ),
}
