from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflow.engine.walk import ENDED
from workflow.exceptions import Refused
from workflow.models import Process
from workflow.versions import moving


class Command(BaseCommand):
    """Says of every case what became of it; docs/operations.md says when to run it."""

    help = (
        "Move the running cases of a flow to another version of it, each by itself. What cannot be "
        "moved runs on by the old version. After an interruption run it again: it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("flow", help="the name of the flow's class, without a number")
        parser.add_argument("source", metavar="from", type=int, help="the version they run by")
        parser.add_argument("target", metavar="to", type=int, help="the version to move them to")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become")

    def handle(self, *args: Any, **options: Any) -> None:
        name, at = options["flow"], timezone.now()
        try:
            source = moving.flow_of(name, options["source"])
            target = moving.flow_of(name, options["target"])
            moving.require_mapping(source, target)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        way = moving.planned if options["dry_run"] else moving.move_all
        counted = {True: 0, False: 0}
        for process, outcome in way(source, target, at=at):
            stays = isinstance(outcome, Refused)
            counted[not stays] += 1
            self.stdout.write(f"{process.business_key}: {'stays. ' if stays else ''}{outcome}")
        ended = Process.objects.filter(flow_class=source, status__in=ENDED).count()
        would = "would be moved" if options["dry_run"] else "moved"
        self.stdout.write(
            f"{counted[True]} {would}, {counted[False]} stay and run on by version "
            f"{options['source']}, {ended} have ended."
        )
