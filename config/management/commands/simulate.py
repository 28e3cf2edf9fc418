from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.own_database import own_database
from config.simulation import Plan, Result, simulate
from processes.simulation import picture
from workflow.exceptions import Refused
from workflow.progress import console


class Command(BaseCommand):
    """Lives here because it puts together what may not know of each other: notices and clock."""

    help = (
        "Let years pass for many municipalities: the real engine and notices, simulated people, a "
        "clock that jumps. In an empty database of its own. Fails, naming them, if a message is "
        "unaccounted for, an open case has neither task nor timer, or the trail does not hold."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipalities", type=int, default=290)
        parser.add_argument("--years", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same figures")
        parser.add_argument("--start", type=date.fromisoformat, help="first day, as 2027-01-31")
        parser.add_argument("--database", default="", help="an empty PostgreSQL database, as a URL")
        parser.add_argument("--output", type=Path, help="folder for the chart and the table")

    def handle(self, *args: Any, **options: Any) -> None:
        first = options["start"] or timezone.localdate()
        plan = Plan(options["municipalities"], options["years"], first, options["seed"])
        try:
            with own_database(options["database"]):
                result = simulate(plan, console(options["verbosity"]))
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write("\n".join(_told(result)))
        _keep(result, options["output"] or settings.VAR_DIR / "simulation")
        if result.faults:
            raise CommandError("\n".join(result.faults))


def _title(plan: Plan) -> str:
    return (
        f"Auditor days per month: {plan.municipalities} municipalities, "
        f"{plan.first} to {plan.last}, seed {plan.seed}"
    )


def _told(result: Result) -> Iterator[str]:
    """What happened, for a console."""
    yield f"{_title(result.plan)}\n"
    yield from picture.lines(result.days)
    yield ""
    for (kind, state), number in sorted(result.cases.items()):
        yield f"{number:>8}  {kind}, {state}"
    yield f"{result.steps:>8}  steps by people"
    yield f"{result.fired:>8}  timers fired"
    yield f"{result.entries:>8}  trail entries verified"
    yield f"{result.mails:>8}  mails to the sink"
    yield from result.balance.lines()


def _keep(result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawing = picture.svg(result.days, _title(result.plan))
    (folder / "auditor-days.svg").write_text(drawing, encoding="utf-8")
    (folder / "auditor-days.csv").write_text(picture.table(result.days), encoding="utf-8")
