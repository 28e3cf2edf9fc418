"""Complaints in the matrix: pages of whoever has no account, and of those who work with one."""

from processes.complaints.addresses import key_of
from tests.security.people import EVERYBODY
from tests.security.rows import NOBODY, Row, administered

COMPLAINTS: dict[str, Row] = {
    "complaints": Row(EVERYBODY),
    "complain": Row(EVERYBODY, EVERYBODY),
    "complaint_link": Row(EVERYBODY, EVERYBODY),
    "complaint_private": Row(
        EVERYBODY, EVERYBODY, lambda place: {"key": key_of(place.rows["private_address"])}
    ),
    "complaint_private_file": Row(
        EVERYBODY,
        arguments=lambda place: {
            "key": key_of(place.rows["private_address"]),
            "pk": place.rows["complaint"].files.get().pk,
        },
    ),
    "administered_complaints": administered(changes=False),
    "invite_reviewer": administered(lambda place: {"pk": place.rows["complaint"].own_process_id}),
    "review": Row(
        frozenset({"observer"}),
        frozenset({"observer"}),
        lambda place: {"pk": place.rows["reviewer"].pk},
        words=NOBODY,
    ),
    "complaint": Row(
        frozenset({"officer", "excluded_officer", "administrator"}),
        arguments=lambda place: {"number": place.rows["complaint"].number},
    ),
    # only to whoever has one of its tasks
    "complaint_file": Row(
        NOBODY,
        arguments=lambda place: {
            "number": place.rows["complaint"].number,
            "pk": place.rows["complaint"].files.get().pk,
        },
        words=NOBODY,
    ),
}
