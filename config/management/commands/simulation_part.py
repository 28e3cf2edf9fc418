import json
import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from config.simulated import outcome
from config.simulated.own_database import own_database
from config.simulated.simulation import Plan, simulate
from workflow.exceptions import Refused

TOLD_DAYS = 5
"""Nobody watches every single day, and to tell of it takes as long as many a day."""


class Command(BaseCommand):
    help = (
        "One process of a simulation, as others start it: reads a plan, and writes how many days "
        "are over and what it came to, in lines of JSON."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        asked = json.load(sys.stdin)
        plan = Plan.from_json(asked["plan"])
        try:
            with own_database(asked["database"]):
                result = simulate(plan, partial(self._tell, plan))
        except Refused as refused:
            self._say(refused=refused.message)
        else:
            self._say(result=outcome.as_json(result))

    def _tell(self, plan: Plan, days: int) -> None:
        if days % TOLD_DAYS == 0 or days == plan.days:
            self._say(done=days)

    def _say(self, **said: Any) -> None:
        self.stdout.write(json.dumps(said))
        self.stdout.flush()
