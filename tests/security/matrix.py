"""The authorization matrix: for every address who may read it and who may change something.

Whoever is not named gets 404 (or the sign-in page, if nobody is signed in). Who may see the case
but not do this is told so in words: 403, or 409 if it is too late.
"""

from django.core.signing import dumps

from processes.organisations.events import SIGNED_SALT
from tests.security.beside import BESIDE
from tests.security.certificate_rows import CERTIFICATES
from tests.security.complaint_rows import COMPLAINTS
from tests.security.people import EVERYBODY, EVERYBODY_IN, OFFICE, OWN, TEAM
from tests.security.rows import (
    ADMINISTRATORS,
    COORDINATOR,
    COORDINATORS,
    NOBODY,
    READERS,
    STAFF,
    Place,
    Row,
    administered,
    button,
    code,
    municipality,
    number,
    pk_of,
    task,
)

__all__ = ["MATRIX", "Place", "Row"]

MATRIX: dict[str, Row] = {
    # what goes on beside the work of a case
    **BESIDE,
    # the inbox and the tasks
    "inbox": Row(EVERYBODY_IN),
    "inbox_view": Row(EVERYBODY_IN, arguments=lambda place: {"view": "team"}),
    "task": Row(READERS, READERS, task),
    "task_claim": Row(READERS, TEAM, task),
    "task_hand_back": Row(READERS, READERS, task),
    "task_assign": Row(TEAM | {"officer"}, TEAM | {"officer"}, task),
    "task_priority": Row(TEAM | {"officer"}, TEAM | {"officer"}, task),
    "task_snooze": Row(READERS, READERS, task),
    "tasks_next": Row(NOBODY, EVERYBODY_IN),
    "tasks_assign": Row(NOBODY, EVERYBODY_IN),
    "tasks_priority": Row(NOBODY, EVERYBODY_IN),
    # a text of one's own that could not be saved
    "kept_drop": Row(NOBODY, EVERYBODY_IN, lambda place: {"pk": 1}),
    # the case
    "cases": Row(EVERYBODY_IN),
    "case": Row(READERS, arguments=number),
    "case_documents": Row(READERS, arguments=number),
    "case_messages": Row(READERS, arguments=number),
    "case_history": Row(READERS, arguments=number),
    "notices_coming": Row(OFFICE, arguments=number),
    # not handed in yet: the municipality's own until it is
    "evidence": Row(OWN, arguments=pk_of("evidence")),
    "evidence_remove": Row(NOBODY, OWN, pk_of("evidence"), state="assessing"),
    "evidence_add": Row(OWN | {"officer"}, OWN | {"officer"}, number, state="assessing"),
    "case_end": Row(
        frozenset({"coordinator", "signatory", "officer"}),
        frozenset({"coordinator", "signatory", "officer"}),
        number,
    ),
    "case_more_time": Row(
        frozenset({"officer"}),
        frozenset({"officer"}),
        number,
        state="to_be_signed",
        words=OWN | OFFICE,
    ),
    "case_appeal": Row(
        frozenset({"coordinator", "signatory"}),
        frozenset({"coordinator", "signatory"}),
        number,
        state="refused",
        words=READERS | {"decision_maker"},
    ),
    "appeal_decision": Row(
        frozenset({"coordinator", "signatory"}),
        frozenset({"coordinator", "signatory"}),
        lambda place: {"number": str(place.rows["certificate"]), "n": 1},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "reconsider_certificate": Row(
        frozenset({"decision_maker"}),
        frozenset({"decision_maker"}),
        lambda place: {"number": str(place.rows["certificate"]), "n": 1},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "reconsider_case": Row(
        frozenset({"decision_maker"}),
        frozenset({"decision_maker"}),
        lambda place: {"number": place.case.number, "n": 1},
        state="refused",
        words=READERS | {"decision_maker"},
    ),
    "appeal": Row(
        READERS | {"decision_maker"},
        frozenset({"coordinator", "signatory"}),
        arguments=lambda place: {"number": place.case.number, "n": 1},
        state="refused",
        words=READERS | {"decision_maker"},
    ),
    # the stages
    "application_new": Row(COORDINATORS, COORDINATORS, words=EVERYBODY_IN),
    "transfer_new": Row(COORDINATORS, COORDINATORS, words=EVERYBODY_IN),
    "case_transfer": Row(
        OWN | OFFICE, COORDINATOR, number, state="brought_along", words=OWN | OFFICE
    ),
    "case_application": Row(READERS, arguments=number),
    "case_agreement": Row(READERS, arguments=number),
    "case_assessment": Row(READERS, arguments=number),
    "assessment_check": Row(OWN, arguments=number, state="assessing"),
    "assessment_ask": Row(COORDINATOR, COORDINATOR, number, state="assessing"),
    "assessment_withdraw": Row(
        NOBODY,
        COORDINATOR,
        lambda place: {"number": place.case.number, "pk": place.rows["contribution"].pk},
        state="assessing",
    ),
    "assessment_receipt": Row(READERS, arguments=lambda p: {"number": p.case.number, "n": 1}),
    "assessment_content": Row(READERS, arguments=lambda p: {"number": p.case.number, "n": 1}),
    "criterion": Row(
        OWN,
        frozenset({"coordinator", "contributor"}),
        lambda place: {"number": place.case.number, "code": "LED-01"},
        state="assessing",
    ),
    "case_audit": Row(READERS, arguments=number),
    # a POST names a finding of the audit; the tests of the workspace send them
    "audit_workspace": Row(TEAM, arguments=number, state="visiting"),
    "audit_conflict": Row(TEAM, TEAM, number, state="visiting"),
    "audit_team": Row(TEAM | {"officer"}, TEAM | {"officer"}, number, state="visiting"),
    "audit_move": Row(TEAM | COORDINATOR, TEAM | COORDINATOR, number, state="visiting"),
    "audit_paper": Row(TEAM, arguments=number, state="visiting"),
    "document_review": Row(READERS, arguments=lambda p: {"number": p.case.number, "n": 1}),
    "report": Row(READERS, arguments=lambda p: {"number": p.case.number, "report_number": 1}),
    "propose_amendment": Row(TEAM, TEAM, number),
    "amendment": Row(
        READERS | {"decision_maker"},
        TEAM,
        lambda place: {"number": place.case.number, "n": 1},
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "case_actions": Row(READERS, arguments=number),
    "case_decision": Row(
        READERS | {"decision_maker"},
        arguments=lambda place: {"number": place.case.number, "n": 1},
        state="granted",
    ),
    "promises": Row(
        READERS | {"decision_maker"},
        COORDINATOR,
        number,
        state="granted",
        words=READERS | {"decision_maker"},
    ),
    "case_programme": Row(READERS | {"decision_maker"}, arguments=number, state="granted"),
    **CERTIFICATES,
    # the administration
    # leads on to the schemes, which answer for themselves
    "administration": Row(EVERYBODY_IN, EVERYBODY_IN),
    "schemes": administered(changes=False),
    "new_scheme": administered(),
    "scheme": administered(code, changes=False),
    "edit_scheme": administered(code),
    "change_applications": button(code),
    "new_edition": administered(code),
    "new_cycle": button(code),
    "edition": administered(pk_of("edition"), changes=False),
    "edit_edition": administered(pk_of("draft")),
    "edit_levels": administered(pk_of("draft")),
    "edit_rule": administered(pk_of("draft")),
    "import_criteria": administered(pk_of("draft")),
    "criteria_template": Row(ADMINISTRATORS),
    "publish_edition": button(pk_of("draft")),
    "new_area": administered(pk_of("draft")),
    "edit_area": administered(pk_of("area")),
    "remove_area": button(pk_of("area")),
    "new_criterion": administered(pk_of("area")),
    "edit_criterion": administered(pk_of("criterion")),
    "remove_criterion": button(pk_of("criterion")),
    "cycle": administered(pk_of("cycle"), changes=False),
    "edit_cycle": administered(pk_of("draft_cycle")),
    "cycle_preview": administered(pk_of("draft_cycle")),
    "changeover": administered(pk_of("cycle"), changes=False),
    "try_changeover_again": button(pk_of("cycle")),
    "forecast": administered(pk_of("draft_cycle"), changes=False),
    "begin_forecast": button(pk_of("draft_cycle")),
    "incidents": administered(changes=False),
    "retry_incident": button(pk_of("incident")),
    "skip_incident": administered(pk_of("incident")),
    "people": administered(changes=False),
    "new_person": administered(),
    "person": administered(pk_of("person")),
    "agree_address": button(pk_of("person")),
    "cancel_address": button(pk_of("person")),
    "address_link": Row(
        EVERYBODY,
        EVERYBODY,
        lambda place: {"signed": dumps([place.rows["move"].pk, "confirm"], salt=SIGNED_SALT)},
    ),
    "new_membership": administered(pk_of("person")),
    "new_interest": administered(pk_of("person")),
    "change_access": administered(pk_of("person")),
    "end_membership": administered(pk_of("membership")),
    "end_interest": administered(pk_of("interest")),
    "organisations": administered(changes=False),
    "security_log": administered(changes=False),
    "security_log_export": administered(changes=False),
    # the notices
    "notices": Row(EVERYBODY_IN, EVERYBODY_IN),
    "notices_outbox": administered(changes=False),
    "notices_retry": button(pk_of("notification")),
    "notices_cancel": button(pk_of("notification")),
    "statistics": Row(STAFF | {"observer", "other_administrator"}),
    # the system itself
    "health": Row(EVERYBODY),
    "health_live": Row(EVERYBODY),
    "health_ready": Row(EVERYBODY),
    # shown to a machine with the token
    "metrics": Row(NOBODY),
    "system": administered(changes=False),
    # the public pages
    "register": Row(EVERYBODY),
    "register_json": Row(EVERYBODY),
    "register_csv": Row(EVERYBODY),
    "register_feed": Row(EVERYBODY),
    "register_check": Row(EVERYBODY),
    "register_certificate": Row(EVERYBODY, arguments=municipality, state="granted"),
    "register_qr": Row(EVERYBODY, arguments=municipality, state="granted"),
    "about": Row(EVERYBODY),
    "mark_rules": Row(EVERYBODY),
    "accessibility": Row(EVERYBODY),
    **COMPLAINTS,
    "set_language": Row(EVERYBODY, EVERYBODY),
    # tells only the one who asks how long is left
    "session": Row(EVERYBODY, EVERYBODY),
    "shortcuts": Row(EVERYBODY_IN),
    "set_theme": Row(NOBODY, EVERYBODY),
}
