"""Applications of many municipalities, with the same two people at each."""

from collections.abc import Iterator

from processes.models import Case, Membership, Organisation
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World


def caseload(world: World, number: int) -> Iterator[Case]:
    """Applications of as many municipalities."""
    for n in range(number):
        place = Organisation.objects.create(
            kind="municipality", code=f"8{n:03}", name=f"Ort {n}", full_name=f"Ort {n}"
        )
        roles = {world.coordinator: Role.COORDINATOR, world.signatory: Role.SIGNATORY}
        for who, role in roles.items():
            Membership.objects.create(person=who, organisation=place, role=role, from_date=LONG_AGO)
        yield drive.apply(world, place)
