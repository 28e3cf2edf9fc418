"""A case that has ended says of each stage what became of it, as its drawing does."""

from typing import Any

import pytest
from django.urls import reverse

from processes.case import nodes
from processes.case.open_tasks import progress
from processes.case.reader import Reader
from processes.case.stages import WAY, Stage
from processes.closing import actions
from processes.dossier import chart
from processes.kinds import INITIAL, KINDS
from processes.models import Case
from tests.support import drive, stages
from tests.support.assessing import as_person
from tests.support.world import World
from workflow.engine.transitions import perform

OF_INITIAL = [stage for stage in WAY if stage in KINDS[INITIAL].stages]
RUNNING = sorted({*stages.STATES} - {"draft", "granted", "refused", "reconsidering"})


def _states(world: World, case: Case) -> dict[str, str]:
    found = progress(case, [], Reader(world.officer, world.at))
    return {step.name: step.state for step in found}


def _with_done_steps(case: Case) -> set[str]:
    """The stages in which the drawing shows something as done."""
    done, _current = chart.position(case)
    main = nodes.human(nodes.flows()[0])
    return {str(Stage(node.stage).label) for node in main if node.name in done}


@pytest.mark.parametrize("name", RUNNING)
def test_what_was_done_stays_done_and_the_rest_will_not_come(world: World, name: str) -> None:
    case = drive.fresh(stages.STATES[name](world, world.municipality))
    open_stages = {str(Stage(task.flow_task.stage).label) for task in drive.human_tasks(case)}

    actions.close(case, "other", "Det blev så.", by=world.officer, at=world.at)

    found = _states(world, drive.fresh(case))
    assert {stage for stage, state in found.items() if state == "broken"} == open_stages
    shown = {stage for stage, state in found.items() if state in ("done", "broken")}
    assert shown >= _with_done_steps(case) & {*found}
    assert "waiting" not in found.values()
    assert "current" not in found.values()
    states = [*found.values()]
    assert "dropped" not in states[: states.index("broken")]
    assert {*states[states.index("broken") + 1 :]} <= {"dropped", "done"}


def test_a_withdrawn_case_says_so_on_its_page(world: World) -> None:
    case = drive.accept(world, drive.apply(world))
    (task,) = drive.human_tasks(case)
    actions.close(case, "other", "Det blev så.", by=world.officer, at=world.at)

    client = as_person(world.coordinator)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("case", args=[case.number])).content.decode()

    assert task.flow_task.stage == Stage.SELF_ASSESSMENT
    assert page.count("Will not happen") == len(OF_INITIAL) - 3
    assert page.count("Under way when the case ended") == 1
    assert "Comes later" not in page
    assert "dashed boxes come later" not in page


def _declined(world: World) -> Case:
    case = drive.apply(world)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Utanför.")
    return case


def _refused(world: World) -> Case:
    return stages.refused(world, world.municipality)


@pytest.mark.parametrize(
    ("end", "last"), [(_declined, Stage.APPLICATION), (_refused, Stage.DECISION)]
)
def test_the_stage_whose_outcome_ended_the_case_is_done(world: World, end: Any, last: str) -> None:
    case = drive.fresh(end(world))

    found = _states(world, case)
    names = [str(stage.label) for stage in OF_INITIAL]
    place = names.index(str(Stage(last).label))
    assert [found[name] for name in names[: place + 1]] == ["done"] * (place + 1)
    assert {found[name] for name in names[place + 1 :]} == {"dropped"}


def test_a_granted_case_did_it_all(world: World) -> None:
    assert {*_states(world, drive.fresh(drive.grant(world))).values()} == {"done"}
