"""A case that waits for review, and its officer at a browser."""

import json
import sys

from django.utils import timezone

from chaos.people.sessions import sign_in
from notifications.models import Preference
from processes.roles import Role
from tests.support import drive
from tests.support import world as worlds


def main() -> None:
    """Make it, and a colleague who wants to hear at once; says as JSON how to be the officer."""
    world = worlds.build()
    world.at = timezone.now()
    colleague = worlds.person("Harald Handläggare", world.body, Role.OFFICER)
    Preference.objects.create(person=colleague, pace=Preference.Pace.AT_ONCE)
    task = drive.open_task(drive.apply(world), "review_application")
    sys.stdout.write(json.dumps({"session": sign_in(world.officer), "task": task.pk}))
