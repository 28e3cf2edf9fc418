from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from processes import demo
from processes.demo import cases
from workflow.exceptions import Refused
from workflow.progress import console
from workflow.trail import proof


class Command(BaseCommand):
    help = "Load demonstration people and cases, once; refused where DEMO is not set."

    def handle(self, *args: object, **options: Any) -> None:
        try:
            demo.load_people()
            if cases.load_cases(timezone.now(), out=console(options["verbosity"])):
                proof.seal(timezone.now(), step="load")
        except Refused as refused:
            raise CommandError(refused.message) from refused
