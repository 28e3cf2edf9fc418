"""No flow has a dead step, a place without a way to the end, or an end that leaves work behind."""

from typing import Any

import pytest
from viewflow import this
from viewflow.workflow import flow

from tests.workflow.made_flows import Coin, Planner, build, page
from tests.workflow.second_version import second
from workflow import checks
from workflow.definition import graph, soundness
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.models import Process, Task


def made(**nodes: Any) -> Any:
    """A flow of some nodes, with a start that leads to ``first`` and an end."""
    members = {
        "__module__": "workflow.made_flows",
        "process_class": Process,
        "task_class": Task,
        "lock_impl": locking.RowLock(),
        "start": flow.StartHandle(execution.started).Next(this.first),
        "end": flow.End(),
        **nodes,
    }
    return type(flow.Flow)("ToyFlow", (flow.Flow,), members)


def work(following: Any) -> Work:
    return Work(page).Next(following)


def either(one: Any, other: Any) -> flow.If:
    return flow.If(lambda activation: True).Then(one).Else(other)


@pytest.mark.parametrize("one", checks.flows(), ids=lambda one: one.__name__)
def test_every_flow_of_ours_is_sound(one: Any) -> None:
    found = soundness.explore(one)

    assert found.faults == []
    assert found.visited == {node.name for node in one.instance.nodes()}


def test_a_second_version_is_looked_at_as_well() -> None:
    assert soundness.faults(second()) == []


@pytest.mark.parametrize("seed", range(40))
def test_flows_of_blocks_within_blocks_are_sound_but_for_two_ends(seed: int) -> None:
    plan = Planner(seed).draw()

    toy = build(f"Sound{seed}", plan, Coin(seed), ours=True)

    found = soundness.explore(toy)

    # A plan may hold branches that it drew and did not use.
    unused = {f"{name} is never reached" for name in set(plan) - graph.reachable(toy)}
    others = set(found.faults) - unused
    assert found.visited == graph.reachable(toy)
    assert not [one for one in others if not one.startswith("end_")]
    assert bool(others) <= ("fork_1" in plan)


def test_a_step_that_nobody_comes_to_is_found() -> None:
    toy = made(first=work(this.end), lonely=work(this.end))

    assert soundness.faults(toy) == ["lonely is never reached"]


def test_a_step_behind_a_join_that_never_goes_on_is_found_dead() -> None:
    toy = made(
        first=flow.Split().Always(this.left).Always(this.right),
        left=work(this.meet),
        right=work(this.again),
        again=either(this.right, this.right),
        meet=flow.Join().Next(this.after),
        after=work(this.end),
    )

    found = soundness.faults(toy)

    assert "after is never reached" in found
    assert "no way leads to the end from meet and right" in found


def test_steps_that_go_round_for_ever_are_found() -> None:
    toy = made(
        first=either(this.good, this.here),
        good=work(this.end),
        here=work(this.there),
        there=work(this.here),
    )

    assert soundness.faults(toy) == [
        "no way leads to the end from here",
        "no way leads to the end from there",
    ]


def test_an_end_that_leaves_somebody_at_work_is_found() -> None:
    toy = made(
        first=flow.Split().Always(this.one).Always(this.other),
        one=work(this.end),
        other=work(this.end),
    )

    assert sorted(soundness.faults(toy)) == [
        "end is reached while one still waits",
        "end is reached while other still waits",
    ]


def test_a_join_that_waits_for_a_branch_that_ended_is_found() -> None:
    toy = made(
        first=flow.Split().Always(this.one).Always(this.other),
        one=work(this.meet),
        other=work(this.is_over),
        is_over=either(this.end, this.meet),
        meet=flow.Join().Next(this.end),
    )

    found = soundness.faults(toy)

    assert "no way leads to the end from meet" in found
    assert "end is reached while meet still waits" in found


def test_branches_without_end_are_found() -> None:
    toy = made(
        first=work(this.fork),
        fork=flow.Split().Always(this.first).Always(this.more),
        more=work(this.end),
    )

    assert "it never stops making new branches" in soundness.faults(toy)


def test_a_step_that_leads_nowhere_is_found() -> None:
    toy = made(first=either(this.good, this.bad), good=work(this.end), bad=Work(page))

    assert "bad leads nowhere" in soundness.faults(toy)
