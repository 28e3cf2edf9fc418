from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from processes import demo
from processes.case.exclusions import reconsider
from processes.organisations.actions import load_organisations
from processes.scheme.actions import load_default_scheme, load_survey_results
from workflow.calendar import start_of
from workflow.progress import console, progress


class Command(BaseCommand):
    help = "Load municipalities, partners and the default scheme. May run any number of times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="no people and no cases")

    def handle(self, *args: object, **options: Any) -> None:
        # A demonstration tells of cases that began long ago, by rules that were there before.
        since = timezone.now() if options["no_demo"] else start_of(demo.SINCE)
        parts: tuple[Callable[[], object], ...] = (
            load_organisations,
            partial(load_default_scheme, since),
            load_survey_results,
            partial(reconsider, None, at=timezone.now()),
        )
        with transaction.atomic():
            for load in progress(parts, "Reference data", out=console(options["verbosity"])):
                load()
        if not options["no_demo"]:
            call_command("load_demo", verbosity=options["verbosity"])
