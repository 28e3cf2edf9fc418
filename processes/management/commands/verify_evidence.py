"""Whether every file of evidence is there, whole and unchanged."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from processes.case import evidence_store
from processes.case.models import Evidence
from workflow.progress import console, progress


class Command(BaseCommand):
    """Compares the size and hash of every file of evidence with what was kept."""

    help = "Read every file of evidence and name those that are missing, cut off or changed."

    def handle(self, *args: Any, **options: Any) -> None:
        number = Evidence.objects.exclude(file="").count()
        read = progress(
            evidence_store.faults(),
            "Files of evidence",
            total=number,
            out=console(options["verbosity"]),
        )
        faults = [fault for fault in read if fault]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"The evidence does not hold: {len(faults)} faults.")
        self.stdout.write(f"The evidence holds: {number} files.")
