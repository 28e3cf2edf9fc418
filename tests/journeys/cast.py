"""Who walks at random, and from where."""

from dataclasses import replace

from processes.models import Case, Membership
from processes.roles import Role
from tests.support import drive
from tests.support import world as worlds
from tests.support.stages import draft, new_municipality
from tests.support.world import World

PEOPLE = (
    "coordinator",
    "signatory",
    "officer",
    "auditor",
    "second_auditor",
    "decision_maker",
    "neighbour_coordinator",
    "contributor",
    "administrator",
    "observer",
)
AUDITORS = ("auditor", "second_auditor", "decision_maker")
HOLDERS = {Role.AUDITOR: AUDITORS, Role.DECISION_MAKER: AUDITORS}
"""Of the roles that more than one of them hold."""
BEGINNINGS = ("application", "visit", "actions", "decision", "decision")


def build() -> World:
    """A world in which whoever audits may decide, and the reverse: but never in the same case."""
    world = worlds.build()
    for role, names in HOLDERS.items():
        for person in (getattr(world, name) for name in names):
            Membership.objects.get_or_create(
                person=person, organisation=world.body, role=role, from_date=worlds.LONG_AGO
            )
    return world


def beginnings(world: World) -> dict[str, Case]:
    """A case at each place where a walk may begin, in a municipality of its own."""
    cases = {"application": draft(world, world.municipality)}
    for number, begin in enumerate(("visit", "actions", "decision")):
        place = new_municipality(world, f"09{number:02}", begin)
        there = replace(world, municipality=place)
        case = drive.audited(there)
        grades = {"LED-01": "major", "TID-01": "minor"} if begin == "actions" else None
        if begin != "visit":
            case = drive.report(there, drive.visit(there, case, grades))
        cases[begin] = case
    return cases
