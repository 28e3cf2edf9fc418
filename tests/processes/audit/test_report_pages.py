"""The report: drafted, commented sentence by sentence, locked; and who reads it when."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.report.actions import content_of, sentences_of
from processes.case.actions import canonical_hash
from processes.case.models import Case
from processes.models import Report
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import World


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def visited(world: World) -> Case:
    return drive.visit(world, drive.audited(world), {"LED-01": "minor"})


TEXT = {
    "summary": "Servicen fungerar. Rutinerna är nya!",
    "recommendation": "grant_after_actions",
    "dissent": "",
}


def report_of(case: Case) -> Report:
    return drive.fresh(case).audit.reports.latest("number")


def page_of(case: Case) -> str:
    return reverse("report", args=[case.number, 1])


def test_a_draft_holds_the_facts_by_itself(world, visited, client):
    client.force_login(world.auditor)

    page = client.get(address(visited, "draft_report")).content.decode()

    assert "Det saknas" in page
    assert "Teamet är enigt." in page


def test_the_others_are_only_those_that_are_not_conform(world, visited, client):
    client.force_login(world.auditor)

    contents = client.get(address(visited, "draft_report")).context["contents"]

    assert [row.criterion.code for row in contents.others] == ["LED-01"]
    assert contents.conform + len(contents.others) == len(contents.rows)
    assert {row.grade for row in contents.remarked} == {"conform"}


def test_an_unfinished_draft_is_kept(world, visited, client):
    post(client, world.auditor, address(visited, "draft_report"), later=1, summary="Servicen")

    assert report_of(visited).summary == "Servicen"
    assert drive.nodes(visited) == ["draft_report"]


@pytest.mark.obligation(34)
def test_a_draft_needs_summary_and_recommendation(world, visited, client):
    answer = post(client, world.auditor, address(visited, "draft_report"), summary="Servicen")

    assert "recommendation" in answer.context["form"].errors
    assert drive.nodes(visited) == ["draft_report"]


@pytest.fixture
def sent(world: World, visited: Case, client: Client) -> Case:
    post(client, world.auditor, address(visited, "draft_report"), **TEXT)
    taken(world, visited, "comment_report")
    return drive.fresh(visited)


def test_the_draft_is_split_into_the_sentences_of_summary_and_findings(sent):
    assert report_of(sent).sentences[:2] == ["Servicen fungerar.", "Rutinerna är nya!"]
    assert "LED-01: Det saknas" in report_of(sent).sentences


def test_an_abbreviation_does_not_end_a_sentence():
    assert sentences_of("Det gäller t.ex. bygglov. Sedan 2025 finns en rutin.") == [
        "Det gäller t.ex. bygglov.",
        "Sedan 2025 finns en rutin.",
    ]


def test_a_comment_is_added_changed_and_taken_back_before_it_is_returned(world, sent, client):
    url = address(sent, "comment_report")

    post(client, world.coordinator, url, later=1, comment_0="Fel", comment_1="Sedan 2024")
    post(client, world.coordinator, url, later=1, comment_0="", comment_1="Sedan 2025")

    kept = [(one.sentence, one.text) for one in report_of(sent).comments.all()]
    assert kept == [(1, "Sedan 2025")]
    assert drive.nodes(sent) == ["comment_report"]


def test_comments_are_returned_to_the_lead(world, sent, client):
    post(client, world.coordinator, address(sent, "comment_report"), comment_0="Fel")

    assert drive.nodes(sent) == ["finish_report"]
    assert report_of(sent).comments.get().by == world.coordinator


def test_a_draft_may_be_returned_without_comments(world, sent, client):
    post(client, world.coordinator, address(sent, "comment_report"), **{"return": 1})

    assert drive.nodes(sent) == ["finish_report"]


@pytest.fixture
def commented(world: World, sent: Case, client: Client) -> Case:
    post(client, world.coordinator, address(sent, "comment_report"), comment_0="Fel")
    return drive.fresh(sent)


def finish(client: Client, world: World, case: Case, **changed: str):
    answer = f"answer_{report_of(case).comments.get().pk}"
    data = {**TEXT, answer: "Rättat.", **changed}
    return post(client, world.auditor, address(case, "finish_report"), **data), answer


@pytest.mark.obligation(33)
def test_every_comment_is_answered_before_the_report_is_locked(world, commented, client):
    answer = f"answer_{report_of(commented).comments.get().pk}"

    page, _name = finish(client, world, commented, **{answer: ""})

    assert page.context["answers"].errors
    assert report_of(commented).current_state == "commented"


def test_unfinished_answers_are_kept(world, commented, client):
    answer = f"answer_{report_of(commented).comments.get().pk}"
    url = address(commented, "finish_report")

    post(client, world.auditor, url, later=1, summary="Ny text", **{answer: "Vi har"})

    assert report_of(commented).comments.get().answer == "Vi har"
    assert report_of(commented).summary == "Ny text"
    assert drive.nodes(commented) == ["finish_report"]


@pytest.mark.obligation(36)
def test_the_final_report_is_locked_with_a_hash_of_all_it_says(world, commented, client):
    finish(client, world, commented, summary="Servicen fungerar väl.")

    report = report_of(commented)
    assert report.current_state == "locked"
    assert report.content["summary"] == "Servicen fungerar väl."
    assert report.content["comments"][0]["answer"] == "Rättat."
    assert report.sha256 == canonical_hash(report.content)
    assert drive.nodes(commented) == ["answer_findings"]


@pytest.mark.obligation(36)
def test_a_locked_report_shows_what_was_locked_whatever_changes_later(world, commented, client):
    finish(client, world, commented)
    commented.audit.findings.update(statement="Ändrat efteråt")
    client.force_login(world.coordinator)

    page = client.get(page_of(commented)).content.decode()

    assert "Det saknas" in page
    assert "Ändrat efteråt" not in page
    assert report_of(commented).sha256 in page
    assert content_of(report_of(commented))["findings"] != report_of(commented).content["findings"]


def test_a_locked_report_cannot_be_locked_again(world, commented, client):
    url = address(commented, "finish_report")
    finish(client, world, commented)
    before = report_of(commented).content

    answer = post(client, world.auditor, url, **{**TEXT, "summary": "Annat"})

    assert answer.context["is_own"]
    assert ("summary", "Annat") in answer.context["written"]
    assert report_of(commented).content == before
    assert report_of(commented).summary == TEXT["summary"]


# Who reads what, when


@pytest.mark.obligation(38)
def test_the_municipality_reads_report_and_findings_only_once_the_draft_is_sent(
    world, visited, client
):
    url = reverse("case_audit", args=[visited.number])
    client.force_login(world.coordinator)

    assert client.get(page_of(visited)).status_code == 404
    assert "Det saknas" not in client.get(url).content.decode()
    post(client, world.auditor, address(visited, "draft_report"), **TEXT)

    client.force_login(world.coordinator)
    assert "Servicen fungerar." in client.get(page_of(visited)).content.decode()
    assert "Det saknas" in client.get(url).content.decode()


@pytest.mark.parametrize("who", ["auditor", "officer"])
def test_team_and_staff_read_a_draft(world, visited, client, who):
    client.force_login(getattr(world, who))

    assert client.get(page_of(visited)).status_code == 200


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "second_auditor"])
def test_nobody_else_reads_a_report(world, sent, client, who):
    client.force_login(getattr(world, who))

    assert client.get(page_of(sent)).status_code == 404


def test_a_report_that_does_not_exist_is_not_found(world, sent, client):
    client.force_login(world.officer)

    assert client.get(reverse("report", args=[sent.number, 2])).status_code == 404


@pytest.mark.parametrize("node", ["comment_report"])
def test_the_lead_does_not_comment_for_the_municipality(world, sent, client, node):
    answer = post(client, world.auditor, address(sent, node), comment_0="Allt rätt")

    assert answer.status_code == 409
    assert not report_of(sent).comments.exists()


def test_before_the_audit_its_page_says_when_it_begins(world, client):
    case = drive.apply(world)
    client.force_login(world.coordinator)

    assert client.get(reverse("case_audit", args=[case.number])).status_code == 200


def test_the_municipality_does_not_read_a_plan_that_is_not_sent(world, client):
    case = drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))
    case.audit.objectives, case.audit.visit_date = "Hemligt utkast", world.at.date()
    case.audit.save(update_fields=["objectives", "visit_date"])
    client.force_login(world.coordinator)

    page = client.get(reverse("case_audit", args=[case.number])).content.decode()

    assert "Hemligt utkast" not in page


@pytest.mark.obligation(33)
def test_what_the_team_cannot_agree_on_travels_to_the_decision(world, client):
    case = drive.visit(world, drive.audited(world))
    dissent = "En av oss ser inte att rutinen används."
    said = {**TEXT, "recommendation": "grant", "dissent": dissent}
    post(client, world.auditor, address(case, "draft_report"), **said)
    post(client, world.coordinator, taken(world, case, "comment_report"), **{"return": 1})
    post(client, world.auditor, address(case, "finish_report"), **said)

    assert report_of(case).content["dissent"] == dissent
    room = taken(world, case, "decide", world.decision_maker)
    client.force_login(world.decision_maker)
    assert dissent in client.get(room).content.decode()
