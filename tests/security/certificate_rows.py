"""Who may read and change what about a certificate in force: rows of the authorization matrix."""

from typing import Any

from tests.security.rows import READERS, STAFF, Place, Row


def full_number(place: Place) -> dict[str, Any]:
    return {"number": str(place.rows["certificate"])}


CERTIFICATES = {
    "certificate": Row(
        READERS | {"decision_maker"},
        arguments=lambda place: {"number": str(place.rows["certificate"])},
        state="granted",
    ),
    "certificate_status": Row(
        READERS | {"decision_maker"},
        arguments=lambda place: {"number": str(place.rows["certificate"])},
        state="granted",
    ),
    "propose_sanction": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        lambda place: {"number": str(place.rows["certificate"]), "kind": "withdraw"},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "order_special": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        lambda place: {"number": str(place.rows["certificate"])},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    # whoever is kept from the case before it is not kept from this one; auditors may lead it
    "announce_special": Row(
        frozenset({"officer", "excluded_officer"}),
        frozenset({"officer", "excluded_officer"}),
        lambda place: {"number": place.rows["unseen"].number},
        state="granted",
        words=STAFF - {"decision_maker"},
    ),
    # nothing is under way that the unannounced audit could join
    "merge_special": Row(
        frozenset({"officer", "excluded_officer"}),
        frozenset({"officer", "excluded_officer"}),
        lambda place: {"number": place.rows["unseen"].number},
        state="granted",
        words=STAFF - {"decision_maker"},
    ),
    "surveillance_way": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        lambda place: {"number": place.case.number, "n": 2},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "ask_sanction": Row(
        frozenset({"coordinator", "signatory"}),
        frozenset({"coordinator", "signatory"}),
        lambda place: {"number": str(place.rows["certificate"]), "kind": "restore"},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    # the second waits for the holder's answer, the first is decided
    "sanction": Row(
        READERS | {"decision_maker"},
        frozenset({"signatory"}),
        lambda place: {"number": str(place.rows["certificate"]), "n": 2},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "sanction_material": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        lambda place: {"number": str(place.rows["certificate"]), "n": 2},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "certificate_decision": Row(
        READERS | {"decision_maker"},
        arguments=lambda place: {"number": str(place.rows["certificate"]), "n": 1},
        state="granted",
    ),
    "demand_mark": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        full_number,
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "mark_demand": Row(
        READERS | {"decision_maker"},
        arguments=lambda place: full_number(place) | {"n": 1},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    # the certificate has not expired: whoever may begin is told so
    "restore_expired": Row(
        frozenset({"coordinator", "signatory", "officer"}),
        frozenset({"coordinator", "signatory", "officer"}),
        full_number,
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "transfer_file": Row(READERS | {"decision_maker"}, arguments=full_number, state="granted"),
    "report_change": Row(
        frozenset({"coordinator", "signatory"}),
        frozenset({"coordinator", "signatory"}),
        full_number,
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "change_notice": Row(
        READERS | {"decision_maker"},
        frozenset({"coordinator"}),
        lambda place: full_number(place) | {"n": 1},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
}
