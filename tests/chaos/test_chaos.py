"""Every fault, small. ``make chaos`` runs them in full size and keeps the figures."""

import os
import sys
from collections.abc import Iterator

import pytest

from chaos.faults import FAULTS
from chaos.scene import Scene
from chaos.services import missing

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("chaos"),
]


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """One set of services for all faults: each has a database of its own."""
    with Scene(lambda text: print(text, file=sys.stderr)) as opened:
        yield opened


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_loses_and_doubles_nothing(name: str, scene: Scene) -> None:
    fault = FAULTS[name]
    if fault.NEEDS_SERVICES and not os.environ.get("KVALITETSLOTS_TEST_DATABASE"):
        pytest.skip("runs where the suite runs on PostgreSQL: see .ci/run, or make chaos")
    if fault.NEEDS_SERVICES and (lacking := missing()):
        pytest.skip(f"needs {lacking} on this machine")

    figures = list(fault.drill(scene, fault.SIZES["short"]))

    assert figures
    # How long it takes is measured on a quiet machine, by make chaos.
    assert [figure for figure in figures if not (figure.holds or figure.is_time)] == []
