from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from processes import demo
from processes.organisations.actions import load_organisations
from processes.scheme.actions import load_default_scheme, load_survey_results
from workflow.calendar import start_of


class Command(BaseCommand):
    help = "Load municipalities, partners and the default scheme. May run any number of times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="no people and no cases")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            load_organisations()
            # A demonstration tells of cases that began long ago, by rules that were there before.
            load_default_scheme(timezone.now() if options["no_demo"] else start_of(demo.SINCE))
            load_survey_results()
        if not options["no_demo"]:
            call_command("load_demo")
