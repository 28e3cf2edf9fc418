"""Level and grade contradict each other only where the team says why."""

from datetime import date, timedelta

import pytest

from processes.audit import actions
from processes.audit.actions import Grading
from processes.case.models import Case
from processes.models import Finding
from tests.processes.workspace.test_workspace import GRADED, finding, place
from tests.support import drive
from tests.support.hands import address, post
from tests.support.world import World
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Refused


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def visited(world: World) -> Case:
    return drive.audited(world)


CONTRADICTIONS = [
    # criterion, level, grade: must criteria and one should (LED-03)
    ("LED-01", 1, "conform"),
    ("LED-01", 0, "minor"),
    ("LED-01", 1, "strength"),
    ("LED-03", 1, "conform"),
    ("LED-01", 2, "minor"),
    ("LED-01", 3, "major"),
    ("LED-03", 3, "minor"),
]
IN_LINE = [
    ("LED-01", 1, "minor"),
    ("LED-01", 1, "major"),
    ("LED-01", 0, "major"),
    ("LED-01", 3, "observation"),
    ("LED-03", 1, "observation"),
    ("LED-03", 0, "minor"),
    ("LED-03", 4, "strength"),
]


def graded_as(world: World, case: Case, code: str, level: int, *, grade: str, reason: str = ""):
    """Everything conform but one, and the visit ready to be concluded."""
    for one in case.audit.findings.select_related("criterion"):
        said = (grade, level) if one.criterion.code == code else ("conform", 3)
        grading = Grading(*said, "Så är det.", "Samtal", one.version, reason)
        actions.grade(one, grading, by=world.auditor)
    audit = drive.fresh(case).audit
    audit.conclusion = "Teamet är enigt."
    return audit


@pytest.mark.obligation(32)
@pytest.mark.parametrize(("code", "level", "grade"), CONTRADICTIONS)
def test_a_contradiction_of_level_and_grade_keeps_the_visit_open(
    world, visited, code, level, grade
):
    audit = graded_as(world, visited, code, level, grade=grade)

    with pytest.raises(Refused, match=code):
        actions.conclude_visit(audit, date(2026, 4, 1), by=world.auditor, at=world.at)
    with pytest.raises(ConditionFailed):
        perform(audit.conclude_visit, by=world.auditor, at=world.at, day=date(2026, 4, 1))


@pytest.mark.parametrize(("code", "level", "grade"), CONTRADICTIONS)
def test_a_contradiction_with_a_reason_does_not(world, visited, code, level, grade):
    audit = graded_as(world, visited, code, level, grade=grade, reason="Nivån gäller en enhet.")

    actions.conclude_visit(audit, date(2026, 4, 1), by=world.auditor, at=world.at)

    assert drive.fresh(visited).audit.current_state == "visited"


@pytest.mark.parametrize(("code", "level", "grade"), IN_LINE)
def test_what_agrees_with_the_rule_needs_no_reason(world, visited, code, level, grade):
    audit = graded_as(world, visited, code, level, grade=grade)

    actions.conclude_visit(audit, date(2026, 4, 1), by=world.auditor, at=world.at)

    assert drive.fresh(visited).audit.current_state == "visited"


def test_a_grade_without_its_level_is_not_finished(world, visited):
    audit = graded_as(world, visited, "LED-01", 3, grade="conform")
    Finding.objects.filter(criterion__code="LED-01").update(level=None)

    with pytest.raises(ConditionFailed):
        perform(audit.conclude_visit, by=world.auditor, at=world.at, day=date(2026, 4, 1))


def test_save_and_next_stays_where_a_reason_is_asked_for(world, visited, client):
    url, said = place(visited, "LED-01"), {**GRADED, "grade": "conform", "next": 1}

    stayed = post(client, world.auditor, url, **said)
    moved = post(client, world.auditor, url, **{**said, "version": "1", "reason": "En enhet."})

    assert stayed.url == url
    assert moved.url == place(visited, "LED-02")
    assert finding(visited, "LED-01").reason == "En enhet."


def test_the_page_of_the_visit_names_the_contradictions(world, visited, client):
    graded_as(world, visited, "LED-01", 1, grade="conform")
    client.force_login(world.auditor)

    obstacles = client.get(address(visited, "visit")).context["obstacles"]

    assert len(obstacles) == 1
    assert "LED-01" in obstacles[0]


def test_what_is_graded_before_the_first_day_is_preparation(world, visited, client, time_machine):
    graded_as(world, visited, "LED-01", 3, grade="conform")
    time_machine.move_to(world.at + timedelta(days=30), tick=False)
    client.force_login(world.auditor)

    assert client.get(address(visited, "visit")).context["prepared"] == 6
    for one in visited.audit.findings.all():
        actions.grade(one, Grading("conform", 3, "", "", one.version), by=world.auditor)
    assert client.get(address(visited, "visit")).context["prepared"] == 0


@pytest.mark.obligation(31, 32)
@pytest.mark.parametrize("missing", ["statement", "evidence_reference"])
@pytest.mark.parametrize(
    ("grade", "level"), [("observation", 3), ("strength", 3), ("minor", 1), ("major", 0)]
)
def test_what_is_not_conform_is_stated_with_its_evidence(world, visited, grade, level, missing):
    audit = graded_as(world, visited, "LED-01", level, grade=grade)
    Finding.objects.filter(audit=audit, criterion__code="LED-01").update(**{missing: ""})

    with pytest.raises(ConditionFailed) as refused:
        perform(audit.conclude_visit, by=world.auditor, at=world.at, day=date(2026, 4, 1))

    assert refused.value.code == "condition.is_graded"
