"""``make chaos``: every fault, or the one named; tells what holds and keeps the full figures.

``python -m chaos [--size full|short] [FAULT ...]``
"""

import argparse
import sys
import time

from chaos import report
from chaos.faults import FAULTS
from chaos.scene import Scene
from chaos.services import missing


def main() -> int:
    asked = _asked()
    if lacking := missing():
        _say(f"SKIPPED: this machine lacks {lacking}")
        return 0
    broken = 0
    with Scene(_say) as scene:
        for name in asked.faults or FAULTS:
            broken += not _run(name, asked.size, scene)
    _say("every figure is reached" if not broken else f"{broken} faults fall short")
    return bool(broken)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--size", choices=["full", "short"], default="full")
    asked = parser.parse_args()
    if unknown := [name for name in asked.faults if name not in FAULTS]:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(FAULTS)}")
    return asked


def _run(name: str, size: str, scene: Scene) -> bool:
    """Run one fault; whether every figure holds. Full figures go to the page."""
    fault = FAULTS[name]
    _say(f"== {name}: {fault.__doc__.splitlines()[0]}")
    began = time.monotonic()
    figures = list(fault.drill(scene, fault.SIZES[size]))
    lines = report.rows(name, figures, time.monotonic() - began)
    _say("\n".join(lines))
    if size == "full":
        report.write(name, lines, order=list(FAULTS))
    return all(figure.holds for figure in figures)


def _say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
