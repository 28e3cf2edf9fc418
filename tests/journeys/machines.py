"""What the machines of a case allow by their declarations, and where they stand by the tables."""

from functools import cache

from django.apps import apps
from django.db import connection

from workflow.models import StatefulModel

Key = tuple[str, int]
Move = tuple[str, str, str]

OF_CASE = "case_id = %(case)s"
OF_PART = "{part}_id IN (SELECT id FROM processes_{table} WHERE case_id = %(case)s)"
ROWS = {
    "case": "id = %(case)s",
    "application": OF_CASE,
    "agreement": OF_CASE,
    "selfassessment": OF_CASE,
    "audit": OF_CASE,
    "report": OF_PART.format(part="audit", table="audit"),
    "correctiveplan": OF_CASE,
    "response": OF_PART.format(part="plan", table="correctiveplan"),
    "decision": OF_CASE,
    "certificate": OF_CASE,
    "programmeitem": (
        "programme_id IN (SELECT p.id FROM processes_programme p JOIN processes_certificate c "
        "ON p.certificate_id = c.id WHERE c.case_id = %(case)s)"
    ),
}
"""Which rows of each table belong to a case."""
STATE = "SELECT 'processes.{name}', id, state FROM processes_{name} WHERE {which}"
STATES = " UNION ALL ".join(STATE.format(name=name, which=which) for name, which in ROWS.items())


def states(case: int) -> dict[Key, str]:
    """The state of every row of a case, past everything of ours."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, {"case": case})
        return {(label, key): state for label, key, state in cursor.fetchall()}


@cache
def moves(model: type[StatefulModel]) -> frozenset[Move]:
    """What the model's machine allows: a step, from where, to where."""
    declared = model.state_field().get_all_transitions(model)
    return frozenset((one.name, one.source, one.target or one.source) for one in declared)


def default_of(label: str) -> str:
    """Where a row begins."""
    return str(apps.get_model(label).state_field().default)


def is_legal(label: str, stood: str | None, move: Move) -> bool:
    """The row moved from where it stood, by a step of its machine; or it was new."""
    _step, source, target = move
    if source:
        return move in moves(apps.get_model(label)) and source == (stood or default_of(label))
    return not target or (stood is None and target == default_of(label))
