"""Tamper, verify, roll back."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection, transaction

from chaos.forgeries import KINDS
from tests.support import drive
from tests.support import world as worlds
from tests.support.stages import new_municipality

ROWS = "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM workflow_{} AS t"
ALONE = "differs from the anchor"


def _build(cases: int) -> Any:
    """So many cases, one longer than the other; the world."""
    world = worlds.build()

    def refuse(world: Any) -> None:
        case = drive.visit(world, drive.audited(world), {"LED-01": "major", "TID-01": "minor"})
        case = drive.corrective_actions_done(world, drive.report(world, case))
        drive.decide(world, case, "refuse")

    ways = (drive.apply, drive.audited, drive.grant, refuse)
    for number in range(cases):
        place = new_municipality(world, f"{number + 1000}", f"Ort {number}")
        ways[number % len(ways)](replace(world, municipality=place))
    return world


def _found(anchor: Path) -> list[str]:
    """What ``verify_trail`` says does not hold."""
    out = StringIO()
    try:
        call_command("verify_trail", against=anchor, verbosity=0, stdout=out)
    except CommandError:
        return out.getvalue().splitlines()
    return []


def _rows() -> list[Any]:
    with connection.cursor() as cursor:
        return [
            cursor.execute(ROWS.format(table)).fetchone() for table in ("trailchain", "trailentry")
        ]


def _tamper(kind: Callable[[Random], object], luck: Random, anchor: Path) -> list[str] | None:
    """What is found of a tampering that is then undone; nothing of one that changed nothing."""
    with transaction.atomic():
        before = _rows()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        kind(luck)
        found = _found(anchor) if _rows() != before else None
        transaction.set_rollback(True)
    return found


def _without_tampering(world: Any, anchor: Path) -> list[str]:
    """What is found of a trail in which only the product has written, since the anchor as well."""
    found = _found(anchor)
    with transaction.atomic():
        place = new_municipality(world, "2000", "Ny ort")
        drive.audited(replace(world, municipality=place))
        found += _found(anchor)
        transaction.set_rollback(True)
    return found


def _ways() -> list[tuple[str, str, Callable[[Random], object]]]:
    """Each with the kind it is of, and its name."""
    return [(group, name, way) for group, some in KINDS.items() for name, way in some.items()]


def main(number: str, cases: str, place: str) -> None:
    """So many tamperings with so many cases; the last line says what was found, as JSON."""
    world, anchor = _build(int(cases)), Path(place)
    call_command("verify_trail", anchor=anchor, verbosity=0, stdout=StringIO())
    alarms, ways = _without_tampering(world, anchor), _ways()
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    luck = Random()
    for group, name, way in islice(cycle(ways), int(number)):
        while (faults := _tamper(way, luck, anchor)) is None:
            continue
        tried[group] += 1
        found[group] += bool(faults)
        alone[group] += bool(faults) and all(ALONE in fault for fault in faults)
        if not faults:
            _say({"not found": f"{group}: {name}"})
    alarms += _without_tampering(world, anchor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT chain_id) FROM workflow_trailentry")
        size = cursor.fetchone()
    told = {"tried": tried, "found": found, "alone": alone, "alarms": alarms, "size": size}
    _say({**told, "ways": len(ways)})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
