import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow import trail, whole_files
from workflow.models import TrailChain
from workflow.progress import console, progress


class Command(BaseCommand):
    """Finds every edit, insertion, reordering and deletion that leaves something of a chain.

    A chain that is gone, cut off or recomputed with its head is found by an anchor.
    """

    help = (
        "Verify every hash chain of the trail. Write an anchor now and then with --anchor and keep "
        "it on another machine; with --against it shows even a trail that was recomputed whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="write the heads of all chains here")
        parser.add_argument("--against", type=Path, help="compare with an anchor written before")

    def handle(self, *args: Any, **options: Any) -> None:
        chains = TrailChain.objects.count()
        read = progress(
            trail.verify_all(),
            "Chains of the trail",
            total=chains,
            out=console(options["verbosity"]),
        )
        faults = [fault for found in read for fault in found]
        faults += trail.strays()
        if options["against"]:
            faults += trail.verify_against(json.loads(options["against"].read_text()))
        for fault in faults:
            self.stdout.write(f"{fault.chain}, entry {fault.sequence}: {fault.what}")
        if faults:
            raise CommandError(f"The trail does not hold: {len(faults)} faults.")
        self.stdout.write(f"The trail holds: {chains} chains.")
        if options["anchor"]:
            whole_files.write(options["anchor"], json.dumps(trail.anchor(), indent=1))
