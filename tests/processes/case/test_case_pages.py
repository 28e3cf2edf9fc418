"""The pages of a case: who sees it, whose turn it is, what comes next, what has happened."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case import panels
from processes.case.models import Case
from processes.context import navigation
from processes.roles import Role
from tests.support import drive
from tests.support.world import START, World
from workflow.models import Task

PAGES = ("case", "case_documents", "case_messages", "case_history")


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def case(world: World) -> Case:
    return drive.apply(world)


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def page_of(client: Client, case: Case, name: str = "case") -> str:
    return client.get(reverse(name, args=[case.number])).content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["coordinator", "signatory", "officer", "administrator"])
def test_the_municipality_and_the_body_s_staff_see_the_case(client, world, case, name, who):
    signed_in(client, getattr(world, who))

    page = page_of(client, case, name)

    assert page.count("<h1") == 1
    assert "Hultsfred" in page
    assert case.number in page


@pytest.mark.obligation(85, 87)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["neighbour_coordinator", "auditor", "decision_maker", "observer"])
def test_for_others_the_case_does_not_exist(client, world, case, name, who):
    signed_in(client, getattr(world, who))

    assert client.get(reverse(name, args=[case.number])).status_code == 404


@pytest.mark.parametrize("key", [0, 2**63, 10**40])
def test_a_number_that_no_task_has_is_not_found(client, world, key):
    signed_in(client, world.officer)

    assert client.get(reverse("task", args=[key])).status_code == 404


def test_the_next_step_is_the_one_primary_button(client, world, case):
    signed_in(client, world.officer)

    page = page_of(client, case)

    task = drive.open_task(case, "review_application")
    assert f'<a class="ds-button" href="{reverse("task", args=[task.pk])}">' in page
    assert page.count('class="ds-button" href') == 1


def test_who_cannot_act_reads_for_whom_the_case_waits_and_until_when(client, world, case):
    signed_in(client, world.coordinator)

    page = page_of(client, case)

    assert "Waiting for certification officer until 9 Mar" in page


def test_the_body_waits_for_the_municipality_by_name(client, world, case):
    application = drive.fresh(case).application
    drive.accept(world, case)
    signed_in(client, world.officer)

    page = page_of(client, case)

    assert "Waiting for Hultsfreds kommun until" in page
    assert application.case == case


def test_the_page_tells_which_steps_may_follow(client, world, case):
    signed_in(client, world.officer)

    page = page_of(client, case)

    following = page.partition("What may come next")[2].partition("</ul>")[0]
    assert "<li>Apply for certification</li>" in following
    assert "<li>Sign the agreement</li>" in following


def test_the_tracker_shows_done_now_and_later(client, world, case):
    drive.accept(world, case)
    signed_in(client, world.officer)

    stages = client.get(reverse("case", args=[case.number])).context["stages"]

    assert [stage.state for stage in stages[:5]] == [
        "done",
        "done",
        "current",
        "waiting",
        "waiting",
    ]
    assert stages[3].note == "Waits for: Self-assessment"


def test_a_closed_step_says_why(client, world, case):
    task = drive.open_task(case, "review_application")
    signed_in(client, world.officer)
    client.post(reverse("task_claim", args=[task.pk]))

    page = page_of(client, case)

    assert "Accept the application" in page
    assert "Answer every question of the review with yes first." in page


def test_the_dates_ahead_explain_themselves(client, world, case):
    signed_in(client, world.officer)

    dates = client.get(reverse("case", args=[case.number])).context["dates"]

    assert [(day.title, str(day.deadline.date)) for day in dates] == [
        ("Review the application", "2026-03-09")
    ]
    assert "5 working days" in dates[0].deadline.explanation.in_words("en")


def test_the_promises_that_wait_are_among_the_dates(client, world, case):
    drive.assess(world, drive.accept(world, case))
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    drive.team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    signed_in(client, world.officer)

    dates = client.get(reverse("case", args=[case.number])).context["dates"]

    assert "The time to object ends; then the audit team stands" in [day.title for day in dates]


def test_the_process_is_told_in_words_with_the_live_position(client, world, case):
    signed_in(client, world.officer)

    places = client.get(reverse("case", args=[case.number])).context["places"]

    assert [(one.title, one.status) for one in places[:3]] == [
        ("Apply for certification", "done"),
        ("Review the application", "started"),
        ("Sign the agreement", "not_started"),
    ]


def test_the_history_is_newest_first_with_who_and_why(client, world, case):
    task = drive.open_task(case, "review_application")
    signed_in(client, world.officer)
    client.post(reverse("task_claim", args=[task.pk]))
    client.post(reverse("task_hand_back", args=[task.pk]), {"because": "Sjuk i dag"})

    entries = client.get(reverse("case_history", args=[case.number])).context["entries"]

    assert [entry.title for entry in entries] == [
        "A task was handed back: Review the application",
        "The application was submitted",
        "The case was opened",
    ]
    assert (entries[0].who, entries[0].text) == ("Hanna Handläggare", "Sjuk i dag")


def test_why_somebody_has_a_conflict_stays_with_the_body(client, world, case):
    drive.assess(world, drive.accept(world, case))
    task = drive.open_task(case, "lead_audit")
    signed_in(client, world.auditor)
    conflict = {"declaration": "conflict", "reason": "Min bror"}
    client.post(reverse("task_claim", args=[task.pk]), conflict)

    seen = [
        page_of(signed_in(Client(), who), case, "case_history")
        for who in (world.officer, world.coordinator)
    ]

    assert ["Min bror" in page for page in seen] == [True, False]
    assert "A conflict of interest was declared" in seen[1]


@pytest.mark.obligation(85)
def test_frozen_papers_are_listed_with_their_fingerprint(client, world, case):
    case = drive.assess(world, drive.accept(world, case))
    signed_in(client, world.coordinator)

    page = page_of(client, case, "case_documents")

    snapshot = case.self_assessment.snapshots.get()
    assert snapshot.sha256 in page
    assert reverse("case_application", args=[case.number]) in page
    assert reverse("case_agreement", args=[case.number]) in page


def test_another_part_of_the_system_can_show_a_panel(client, world, case, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {panels.OVERVIEW: [], panels.MESSAGES: []})
    panels.register(lambda case, reader: f"Panel of {case.number}", panels.MESSAGES)
    signed_in(client, world.coordinator)

    assert f"Panel of {case.number}" in page_of(client, case, "case_messages")


def test_a_granted_case_is_nobody_s_turn(client, world):
    case = drive.grant(world)
    signed_in(client, world.coordinator)

    page = client.get(reverse("case", args=[case.number]))

    assert page.context["open_tasks"] == []
    assert {stage.state for stage in page.context["stages"]} == {"done"}
    assert "the case is closed" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"q": "hultsfred"}, True),
        ({"q": "högsby"}, False),
        ({"stage": "application"}, True),
        ({"stage": "decision"}, False),
        ({"kind": "initial"}, True),
        ({"kind": "surveillance"}, False),
        ({"state": "running"}, True),
        ({"state": "granted"}, False),
    ],
)
def test_cases_are_found_by_municipality_stage_kind_and_state(client, world, case, query, found):
    signed_in(client, world.officer)

    page = client.get(reverse("cases"), query).content.decode()

    assert (reverse("case", args=[case.number]) in page) is found
    assert ("Nothing matches the filter" in page) is not found


def test_the_list_shows_a_neighbour_nothing(client, world, case):
    signed_in(client, world.neighbour_coordinator)

    page = client.get(reverse("cases")).content.decode()

    assert "No cases yet" in page


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("coordinator", {"New application"}),
        ("administrator", {"Administration"}),
        ("auditor", set()),
    ],
)
def test_the_menu_follows_the_roles(rf, world, who, more):
    request = rf.get("/cases/")
    request.user = getattr(world, who)

    menu = navigation(request)["navigation"]

    labels = {label for label, _url, _here in menu}
    assert {"Att göra", "Ärenden"} <= labels or {"To do", "Cases"} <= labels
    assert len(labels & {"Ny ansökan", "New application", "Administration"}) == len(more)
    assert [url for _label, url, here in menu if here] == ["/cases/"]


def test_who_is_not_signed_in_has_no_menu_and_sees_no_case(client, world, case):
    answer = client.get(reverse("case", args=[case.number]))

    assert answer.status_code == 302
    assert Task.objects.filter(role=Role.OFFICER, owner=None).exists()
