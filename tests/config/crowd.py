"""Many cases whose reminders fell due while nobody was there, in a database of their own."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tests.support import drive, stages
from tests.support import world as worlds


def build(number: int) -> None:
    """So many applications that wait for review since forty days."""
    with transaction.atomic():
        world = worlds.build()
        world.at = timezone.now() - timedelta(days=40)
        for one in range(number):
            place = stages.new_municipality(world, f"7{one:03}", f"Ort{one}")
            drive.apply(world, place)
