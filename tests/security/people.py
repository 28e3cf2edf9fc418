"""Who may stand in front of an address: each role in each relation to the case."""

from typing import Any

from processes.case.exclusions import exclude
from processes.models import Membership, Organisation
from processes.roles import Role
from tests.support.world import LONG_AGO, World, person

OWN = frozenset({"coordinator", "signatory", "contributor"})
OTHER_MUNICIPALITY = frozenset({"neighbour_coordinator", "neighbour_signatory"})
TEAM = frozenset({"lead"})
EXCLUDED = frozenset({"excluded_auditor", "excluded_officer"})
EVERYBODY_IN = (
    OWN
    | OTHER_MUNICIPALITY
    | TEAM
    | EXCLUDED
    | {"other_auditor", "decision_maker", "officer", "administrator", "observer", "former_officer"}
    | {"other_administrator"}
)
EVERYBODY = EVERYBODY_IN | {"anonymous"}
OFFICE = frozenset({"officer", "administrator"})


def _of_another_body() -> Any:
    other = Organisation.objects.create(
        kind="body", code="ANN", name="Annat organ", full_name="Ett annat certifieringsorgan"
    )
    return person("Alva Annan", other, Role.ADMINISTRATOR)


def people(world: World, case: Any) -> dict[str, Any]:
    """The people of the matrix, by name; anonymous is None."""
    body = world.body
    found: dict[str, Any] = {
        "coordinator": world.coordinator,
        "signatory": world.signatory,
        "contributor": world.contributor,
        "neighbour_coordinator": world.neighbour_coordinator,
        "neighbour_signatory": person("Nora Granne", world.neighbour, Role.SIGNATORY),
        "lead": world.auditor,
        "other_auditor": world.second_auditor,
        "excluded_auditor": person("Jan Jäv", body, Role.AUDITOR),
        "excluded_officer": person("Jenny Jäv", body, Role.OFFICER),
        "decision_maker": world.decision_maker,
        "officer": world.officer,
        "administrator": world.administrator,
        "other_administrator": _of_another_body(),
        "observer": world.observer,
        "former_officer": person("Frej Förut", body, None),
        "anonymous": None,
    }
    Membership.objects.create(
        person=found["former_officer"],
        organisation=body,
        role=Role.OFFICER,
        from_date=LONG_AGO,
        to_date="2024-12-31",
    )
    for name in EXCLUDED:
        exclude(case.main_process, found[name], reason="a tie", at=world.at)
    return found
