"""A definition that could strand a case is reported at start."""

from typing import Any

import pytest
from django.apps import apps
from django_fsm import FSMField, FSMIntegerField, transition
from viewflow import this
from viewflow.workflow import flow

from workflow import checks
from workflow.definition.nodes import Work
from workflow.engine import execution, locking
from workflow.engine.transitions import automatic
from workflow.models import Process, StatefulModel, Task
from workflow.models.promises import Promise


def page(request: Any) -> None:
    """No page."""


def _codes(faults: Any) -> set[str]:
    return {fault.id.removeprefix("workflow.") for fault in faults}


def test_our_own_flows_and_states_are_in_order() -> None:
    assert checks.check_flows(None) == []
    assert checks.check_states(None) == []


def test_a_flow_without_lock_dead_end_and_unreachable_task_is_reported() -> None:
    class StrandingFlow(flow.Flow):
        process_class, task_class = Process, Task
        start = flow.StartHandle(execution.started).Next(this.work)
        work = Work(page).Limit(None).Steps("processes.application.submit").Next(this.work)
        lonely = Work(page).Steps("processes.application.fly").Next(this.end)
        end = flow.End()

    assert _codes(checks.flow_faults(StrandingFlow)) == {
        "E001",
        "E002",
        "E003",
        "E004",
        "E005",
        "E007",
    }


def test_a_task_that_no_step_ends_and_a_node_that_nobody_executes_are_reported() -> None:
    class IdleFlow(flow.Flow):
        process_class, task_class = Process, Task
        lock_impl = locking.RowLock()
        start = flow.StartHandle(execution.started).Next(this.work)
        work = Work(page).Role("officer", at=lambda process: 1).Limit(None).Next(this.wait)
        wait = flow.Handle(execution.started).Next(this.end)
        end = flow.End()

    assert _codes(checks.flow_faults(IdleFlow)) == {"E006", "E008"}


def test_states_nobody_reaches_leaves_or_takes_are_reported() -> None:
    class Stray(StatefulModel):
        state = FSMField(choices=[(s, s) for s in ("a", "b", "c")], default="a", protected=True)

        class Meta:
            app_label = "workflow"

        promises = (Promise("move", ("c",), on=lambda row: None),)

        @transition("state", source="a", target="b")
        def stay(self) -> None:
            """Nobody may."""

        @transition("state", source="a", target="b", custom=automatic("processes.routes.fly"))
        def fly(self) -> None:
            """Its taker is not there."""

        @transition("state", source="a", target="b", custom=automatic("processes.routes.body"))
        def go(self) -> None:
            """Its taker takes no such step."""

    try:
        faults = list(checks.state_faults(Stray, frozenset()))
        assert _codes(faults) == {"E010", "E011", "E012", "E014", "E015"}
        assert [fault.id for fault in faults].count("workflow.E015") == 2
    finally:
        _forget("stray")


def _forget(name: str) -> None:
    del apps.all_models["workflow"][name]
    apps.clear_cache()


STATES = [(1, "one"), (2, "two")]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": FSMIntegerField(choices=STATES, default=1, protected=True)},
        {
            "state": FSMField(choices=[("a", "a")], default="a", protected=True),
            "other": FSMField(default="a", protected=True),
        },
        {"condition": FSMField(default="a", protected=True)},
        {},
    ],
    ids=["a number", "two states", "another name", "no state"],
)
def test_a_row_that_keeps_its_state_otherwise_does_not_start(fields: dict[str, Any]) -> None:
    meta = type("Meta", (), {"app_label": "workflow"})
    members = {"__module__": __name__, "Meta": meta, **fields}
    model = type("Otherwise", (StatefulModel,), members)

    try:
        assert _codes(checks.state_faults(model, frozenset())) == {"E013"}
    finally:
        _forget("otherwise")
