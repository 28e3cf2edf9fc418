import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from processes.case.models import Evidence
from processes.evidence import store as evidence_store
from workflow import trail, whole_files
from workflow.models import TrailChain
from workflow.progress import console, progress
from workflow.trail import proof


class Command(BaseCommand):
    """Trail, facts and evidence: everything that can be known to have been changed past the system.

    Ends with an error that says how many faults there are, each named on a line before.
    """

    help = (
        "Verify every hash chain of the trail, every fact that the trail proves, and every file of "
        "evidence. Write an anchor now and then with --anchor and keep it on another machine; with "
        "--against it shows even a trail that was recomputed whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="write the heads of all chains here")
        parser.add_argument("--against", type=Path, help="compare with an anchor written before")

    def handle(self, *args: object, **options: Any) -> None:
        chains = TrailChain.objects.count()
        out = console(options["verbosity"])
        read = progress(trail.verify_all(), "Chains of the trail", total=chains, out=out)
        found = self._told(_of_trail(read, options["against"]))
        found += self._told(f"{one.row}: {one.what}" for one in proof.differences())
        found += self._told(_of_files(out))
        if found:
            raise CommandError(f"Not everything is as the trail says: {found} faults.")
        self.stdout.write(f"Trail, facts and evidence hold: {chains} chains.")
        if options["anchor"]:
            whole_files.write(options["anchor"], json.dumps(trail.anchor(), indent=1))

    def _told(self, faults: Iterable[str]) -> int:
        told = [self.stdout.write(fault) for fault in faults]
        return len(told)


def _of_files(out: Any) -> Iterator[str]:
    """The files of evidence that are missing, cut off or changed."""
    files = Evidence.objects.exclude(file="").count()
    read = progress(evidence_store.faults(), "Files of evidence", total=files, out=out)
    return (fault for fault in read if fault)


def _of_trail(read: Iterable[list[trail.Fault]], against: Path | None) -> Iterator[str]:
    """The breaks of the chains, what belongs to none, and what differs from an anchor."""
    anchored = json.loads(against.read_text()) if against else {}
    every = ([fault for some in read for fault in some], trail.strays())
    for faults in (*every, trail.verify_against(anchored)):
        for fault in faults:
            yield f"{fault.chain}, entry {fault.sequence}: {fault.what}"
