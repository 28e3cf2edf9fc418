from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.simulated import side_by_side
from config.simulated.outcome import Result, together
from config.simulated.simulation import Plan
from processes.simulation import days_drawing
from workflow import whole_files
from workflow.exceptions import Refused
from workflow.progress import Progress, console


class Command(BaseCommand):
    """Lives here because it puts together what may not know of each other: notices and clock."""

    help = (
        "Let years pass for many municipalities: the real engine and notices, simulated people, a "
        "clock that jumps. In empty databases of their own. Fails, naming them, if a message is "
        "unaccounted for, an open case has neither task nor timer, a hard date is missed though "
        "everybody kept their limits, or the trail does not hold."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipalities", type=int, default=290)
        parser.add_argument("--years", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same figures")
        parser.add_argument("--start", type=date.fromisoformat, help="first day, as 2027-01-31")
        parser.add_argument(
            "--parts",
            type=int,
            default=2,
            help="so many processes side by side, each with its share of the municipalities and "
            "a certification body of its own; the same number, the same figures",
        )
        parser.add_argument(
            "--database",
            default="",
            help="an empty database as a URL, postgresql://… or sqlite:///…; in one part",
        )
        parser.add_argument(
            "--punctual", action="store_true", help="everybody keeps every limit: nobody is late"
        )
        parser.add_argument("--output", type=Path, help="folder for the chart and the table")

    def handle(self, *args: Any, **options: Any) -> None:
        first = options["start"] or timezone.localdate()
        plan = Plan(options["municipalities"], options["years"], first, options["seed"])
        plan = replace(plan, punctual=options["punctual"])
        parts = 1 if options["database"] else min(options["parts"], plan.municipalities)
        plans = [replace(plan, part=part, parts=parts) for part in range(parts)]
        result = _done(plans, options["database"], console(options["verbosity"]))
        self.stdout.write("\n".join(_told(plan, result)))
        _keep(plan, result, options["output"] or settings.VAR_DIR / "simulation")
        if faults := [*result.faults, *result.unmet]:
            raise CommandError("\n".join(faults))


def _done(plans: list[Plan], database: str, out: TextIO | None) -> Result:
    shown = Progress("Days", plans[0].days, out)
    try:
        results = side_by_side.run(
            plans, lambda days: shown.advance(days - shown.done), database=database
        )
    except Refused as refused:
        raise CommandError(refused.message) from refused
    shown.end()
    return together(results)


def _title(plan: Plan) -> str:
    return (
        f"Auditor days per month: {plan.municipalities} municipalities, "
        f"{plan.first} to {plan.last}, seed {plan.seed}"
    )


def _told(plan: Plan, result: Result) -> Iterator[str]:
    """What happened, for a console."""
    yield f"{_title(plan)}\n"
    yield from days_drawing.lines(result.days)
    yield ""
    for (kind, state), number in sorted(result.cases.items()):
        yield f"{number:>8}  {kind}, {state}"
    yield f"{result.steps:>8}  steps by people"
    yield f"{result.fired:>8}  timers fired"
    yield f"{result.entries:>8}  trail entries verified"
    yield f"{result.mails:>8}  mails to the sink"
    dates = result.dates
    yield f"{dates['kept']:>8}  hard dates kept"
    yield f"{dates['slow']:>8}  hard dates missed by people who were late"
    yield f"{dates['round']:>8}  hard dates missed by majors, new visits and turns that waited"
    early, most = result.memory
    yield f"{most:>8}  MB held at most by a part, {early} of them in a tenth of the years"
    yield from result.balance.lines()


def _keep(plan: Plan, result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawing = days_drawing.svg(result.days, _title(plan))
    whole_files.write(folder / "auditor-days.svg", drawing)
    whole_files.write(folder / "auditor-days.csv", days_drawing.table(result.days))
