"""A budget is said to be met or missed only by a run that had what the budget is about."""

from itertools import product

import pytest

from bench.page import Part, budgets
from bench.pages import READERS
from bench.rows import queue
from bench.sizes import FULL, SMOKE, STANDARD, Size

OF_A_MILLION = {
    "queue page at 1,000,000 tasks",
    "queue page at 1,000,000 tasks, the worst role",
    "queue page, 1,000,000 against 10,000 tasks, the worst role",
}


def outcomes(size: Size, *, stock: float, many: float) -> dict[str, str]:
    """What the page says, where ours takes a second at few tasks and ``many`` at many."""
    looks = {
        (tasks, reader, name): [[stock if name == "stock" else seconds, 1.0, 8.0, 80_000.0]]
        for tasks, seconds in zip(size.queues, (1.0, many), strict=False)
        for reader, name in product(READERS, ("ours", "stock"))
    }
    part = Part("", "", (), [], list(queue._verdicts(size, looks)))
    lines = [line.strip("| ").split(" | ") for line in budgets([part]).splitlines()[2:]]
    return {line[0]: line[-1] for line in lines}


@pytest.mark.parametrize("size", [SMOKE, STANDARD])
@pytest.mark.parametrize(("stock", "many"), [(100.0, 1.0), (10.0, 5.0)])
def test_of_fewer_tasks_nothing_is_said_of_a_million(size: Size, stock: float, many: float):
    told = outcomes(size, stock=stock, many=many)

    assert {told[name] for name in OF_A_MILLION} == {"not measured at this size"}
    assert {told[name] for name in told.keys() - OF_A_MILLION} == {"met"}


@pytest.mark.parametrize(
    ("stock", "many", "outcome"), [(100.0, 1.2, "met"), (10.0, 5.0, "**missed**")]
)
def test_of_a_million_tasks_it_is(stock: float, many: float, outcome: str):
    told = outcomes(FULL, stock=stock, many=many)

    assert {told[name] for name in OF_A_MILLION} == {outcome}
