"""The audit workspace: the team grades every criterion, and the lead concludes the visit."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes.audit import actions
from processes.audit.actions import Grading
from processes.case.models import Case
from processes.models import Finding
from tests.support import drive
from tests.support.hands import address, post
from tests.support.world import World
from workflow.exceptions import NotPermitted


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def visited(world: World) -> Case:
    """The visit is agreed; a second auditor is in the team."""
    case = drive.audited(world)
    drive.join(world, case, world.second_auditor)
    return case


def place(case: Case, code: str = "", **asked: str) -> str:
    asked |= {"criterion": code} if code else {}
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse("audit_workspace", args=[case.number]) + (f"?{query}" if query else "")


def finding(case: Case, code: str) -> Finding:
    return case.audit.findings.get(criterion__code=code)


GRADED = {
    "level": "1",
    "grade": "minor",
    "statement": "Rutinen saknas.",
    "evidence_reference": "Samtal med lotsen",
    "version": "0",
}


def test_a_member_who_does_not_lead_grades_too(world, visited, client):
    answer = post(client, world.second_auditor, place(visited, "LED-01"), **GRADED)

    graded = finding(visited, "LED-01")
    assert answer.status_code == 302
    assert (graded.grade, graded.level, graded.version) == ("minor", 1, 1)
    assert graded.graded_by == world.second_auditor


def test_an_unfinished_finding_is_saved_as_it_is(world, visited, client):
    post(client, world.auditor, place(visited, "LED-01"), grade="major", version=0)

    assert finding(visited, "LED-01").grade == "major"
    assert visited.audit.findings.ungraded().count() == 6


def test_save_and_next_keeps_place_and_filter(world, visited, client):
    url = place(visited, "LED-03", show="ungraded")

    answer = post(client, world.auditor, url, **GRADED, next=1)

    assert answer.url == place(visited, "", show="ungraded") + "&criterion=TID-01"


def test_the_filter_shows_one_area_or_one_grade(world, visited, client):
    post(client, world.auditor, place(visited, "LED-01"), **GRADED)

    area = client.get(place(visited, area="TID")).context["desk"]
    grade = client.get(place(visited, show="minor")).context["desk"]
    left = client.get(place(visited, show="ungraded")).context["desk"]

    assert [one.criterion.code for one in area.shown] == ["TID-01", "TID-02", "TID-03"]
    assert [one.criterion.code for one in grade.shown] == ["LED-01"]
    assert len(left.shown) == 5


def test_a_filter_without_a_match_offers_to_clear_it(world, visited, client):
    client.force_login(world.auditor)

    page = client.get(place(visited, show="strength")).content.decode()

    assert f'href="{place(visited)}"' in page


def test_the_answer_stands_beside_the_finding(world, visited, client):
    client.force_login(world.auditor)

    assert "Så gör vi." in client.get(place(visited, "TID-02")).content.decode()


def test_who_saves_second_sees_both_texts_and_loses_nothing(world, visited, client):
    post(client, world.auditor, place(visited, "LED-01"), **GRADED)

    answer = post(
        client, world.second_auditor, place(visited, "LED-01"), **{**GRADED, "statement": "Min"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Rutinen saknas." in page
    assert "Min</textarea>" in page
    assert 'name="version" value="1"' in page
    assert finding(visited, "LED-01").statement == "Rutinen saknas."


def test_saving_the_same_twice_is_no_conflict(world, visited, client):
    for _time in range(2):
        answer = post(client, world.auditor, place(visited, "LED-01"), **GRADED)

    assert answer.status_code == 302


def test_autosave_answers_with_the_new_version(world, visited, client):
    client.force_login(world.auditor)
    automatic = {"X-Autosave": "1"}

    saved = client.post(place(visited, "LED-01"), GRADED, headers=automatic)
    late = client.post(
        place(visited, "LED-01"), {**GRADED, "statement": "Annat"}, headers=automatic
    )

    assert saved.json() == {"version": 1}
    assert late.status_code == 409
    assert late.json() == {"code": "conflict.text_changed"}


def test_a_level_below_the_rule_is_pointed_out(world, visited, client):
    url = place(visited, "LED-01")
    post(client, world.auditor, url, **{**GRADED, "level": "0"})

    remarks = client.get(url).context["remarks"]

    assert len(remarks) == 1
    assert "0" in remarks[0]


def test_a_nonconformity_that_gives_advice_is_hinted_at(world, visited, client):
    url = place(visited, "LED-01")
    post(client, world.auditor, url, **{**GRADED, "statement": "Kommunen bör skriva en rutin."})

    assert any("bör" in remark for remark in client.get(url).context["remarks"])


def test_a_major_shows_the_deadline_of_the_rule(world, visited, client):
    url = place(visited, "LED-01")
    post(client, world.auditor, url, **{**GRADED, "grade": "major"})

    deadline = client.get(url).context["deadline"]

    assert deadline.date >= visited.audit.visit_end_date + timedelta(days=90)


def test_three_minors_in_an_area_are_pointed_out(world, visited, client):
    for code in ("LED-01", "LED-02", "LED-03"):
        post(client, world.auditor, place(visited, code), **GRADED)

    desk = client.get(place(visited)).context["desk"]

    assert [area.code for area in desk.to_raise] == ["LED"]


@pytest.mark.parametrize(
    "who", ["coordinator", "officer", "decision_maker", "neighbour_coordinator", "observer"]
)
def test_only_the_team_has_a_workspace(world, visited, client, who):
    client.force_login(getattr(world, who))

    assert client.get(place(visited)).status_code == 404
    assert client.get(reverse("audit_paper", args=[visited.number])).status_code == 404
    assert client.post(place(visited, "LED-01"), GRADED).status_code == 404
    assert finding(visited, "LED-01").grade == ""


def test_the_action_itself_refuses_whoever_is_not_in_the_team(world, visited):
    grading = Grading("conform", 3, "", "", 0)

    with pytest.raises(NotPermitted):
        actions.grade(finding(visited, "LED-01"), grading, by=world.officer)


def test_nothing_is_graded_before_the_plan_is_agreed(world, client):
    case = drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))

    answer = post(client, world.auditor, place(case, "LED-01"), **GRADED)

    assert answer.status_code == 409
    assert finding(case, "LED-01").grade == ""


def test_an_unknown_criterion_is_not_found(world, visited, client):
    client.force_login(world.auditor)

    assert client.get(place(visited, "XYZ-01")).status_code == 404


def test_the_papers_for_the_visit_hold_every_criterion(world, visited, client):
    client.force_login(world.auditor)

    page = client.get(reverse("audit_paper", args=[visited.number])).content.decode()

    assert all(f'id="c-{one.criterion.code}"' in page for one in visited.audit.findings.all())


def test_the_workspace_asks_few_questions_however_many_criteria(world, visited, client):
    client.force_login(world.auditor)
    client.get(place(visited, "LED-01"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(place(visited, "LED-01"))

    assert len(asked) <= 15, [query["sql"][:120] for query in asked]


# Conclusion


@pytest.fixture
def graded(world: World, visited: Case, client: Client) -> Case:
    for one in visited.audit.findings.all():
        actions.grade(one, Grading("conform", 3, "", "", one.version), by=world.auditor)
    world.at += timedelta(days=30)
    return drive.fresh(visited)


CONCLUDED = {"conclusion": "Teamet är enigt.", "day": "2026-04-01"}


def conclude(client: Client, world: World, case: Case, **changed: str):
    return post(client, world.auditor, address(case, "visit"), **{**CONCLUDED, **changed})


def test_a_graded_visit_is_concluded(world, graded, client, time_machine):
    time_machine.move_to(world.at, tick=False)

    conclude(client, world, graded)

    audit = drive.fresh(graded).audit
    assert audit.visited_date == date(2026, 4, 1)
    assert drive.nodes(graded) == ["draft_report"]


@pytest.mark.obligation(28)
def test_an_ungraded_criterion_keeps_the_visit_open(world, visited, client, time_machine):
    world.at += timedelta(days=30)
    time_machine.move_to(world.at, tick=False)

    answer = conclude(client, world, visited)

    assert answer.context["form"].non_field_errors()
    assert drive.nodes(visited) == ["visit"]


def test_three_minors_are_raised_before_the_visit_is_concluded(world, graded, client, time_machine):
    for one in graded.audit.findings.filter(criterion__area__code="LED"):
        actions.grade(one, Grading("minor", 1, "Saknas", "Samtal", one.version), by=world.auditor)
    time_machine.move_to(world.at, tick=False)

    answer = conclude(client, world, graded)

    assert "LED" in str(answer.context["form"].non_field_errors())
    assert drive.nodes(graded) == ["visit"]
    one = finding(graded, "LED-01")
    actions.grade(one, Grading("major", 1, "Saknas", "Samtal", one.version), by=world.auditor)
    conclude(client, world, graded)
    assert drive.nodes(graded) == ["draft_report"]


@pytest.mark.obligation(35)
@pytest.mark.parametrize("day", ["2026-03-31", "2026-04-02"])
def test_the_closing_meeting_is_held_at_the_visit(world, graded, client, time_machine, day):
    time_machine.move_to(world.at, tick=False)

    answer = conclude(client, world, graded, day=day)

    assert "day" in answer.context["form"].errors
    assert drive.nodes(graded) == ["visit"]


def test_a_concluded_visit_is_no_longer_graded(world, graded, client, time_machine):
    time_machine.move_to(world.at, tick=False)
    conclude(client, world, graded)

    answer = post(client, world.auditor, place(graded, "LED-01"), **{**GRADED, "version": "1"})

    assert answer.status_code == 409
    assert finding(graded, "LED-01").grade == "conform"
