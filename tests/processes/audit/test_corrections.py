"""Findings are corrected after the visit, with a reason, until the report is locked."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.actions import Grading
from processes.audit.findings import correction_actions
from processes.audit.report import actions as report_actions
from processes.case.models import Case
from processes.models import Correction, Finding, Report
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import World
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, NotPermitted, Refused


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def drafting(world: World) -> Case:
    """The visit found one minor; the lead drafts the report."""
    return drive.visit(world, drive.audited(world), {"LED-01": "minor"})


def latest(case: Case) -> Report:
    return drive.fresh(case).audit.reports.latest("number")


def send(world: World, case: Case) -> Case:
    report = latest(case)
    report.summary, report.recommendation = "Det går bra.", "grant_after_actions"
    report.save(update_fields=["summary", "recommendation"])
    report_actions.send_draft(report, by=world.auditor, at=world.at)
    return drive.fresh(case)


def commented(world: World, case: Case) -> Case:
    report = latest(send(world, case))
    number = report.sentences.index("LED-01: Det saknas")
    report_actions.comment(report, {number: "Det finns."}, by=world.coordinator, at=world.at)
    perform(latest(case).return_comments, by=world.coordinator, at=world.at)
    return drive.fresh(case)


def finding(case: Case, code: str) -> Finding:
    return Finding.objects.get(audit__case=case, criterion__code=code)


def correct(world: World, case: Case, code: str, grade: str, *, level: int, by=None, **more):
    one = finding(case, code)
    said = more.get("statement", "Rutinen finns.")
    grading = Grading(grade, level, said, "Samtal", one.version, more.get("reason", ""))
    by = by or world.auditor
    return correction_actions.correct(one, grading, "Kommunen har visat det.", by=by, at=world.at)


@pytest.mark.parametrize("stage", [lambda world, case: case, commented])
def test_the_lead_corrects_while_she_has_the_report(world, drafting, stage):
    case = stage(world, drafting)

    correct(world, case, "LED-01", "conform", level=3)

    kept = Correction.objects.get()
    assert finding(case, "LED-01").grade == "conform"
    assert (kept.before["grade"], kept.after["grade"]) == ("minor", "conform")
    assert (kept.by, kept.reason) == (world.auditor, "Kommunen har visat det.")


def test_the_trail_tells_the_grades_plain(world, drafting):
    correct(world, drafting, "LED-01", "conform", level=3)

    entry = trail.history(drafting).get(step="correct_finding")
    assert entry.because == "Kommunen har visat det."
    assert (entry.data["grade_before"], entry.data["grade_after"]) == ("minor", "conform")
    assert (entry.data["level_before"], entry.data["level_after"]) == (1, 3)


def test_nothing_is_corrected_while_the_municipality_has_the_report(world, drafting):
    case = send(world, drafting)

    with pytest.raises(Conflict):
        correct(world, case, "LED-01", "conform", level=3)


def test_nothing_is_corrected_in_a_locked_report(world, drafting):
    case = drive.report(world, drafting)

    with pytest.raises(Conflict):
        correct(world, case, "LED-01", "conform", level=3)


def test_only_the_lead_corrects(world, drafting):
    with pytest.raises(NotPermitted):
        correct(world, drafting, "LED-01", "conform", level=3, by=world.officer)


@pytest.mark.obligation(32)
def test_what_becomes_a_nonconformity_says_what_is_not_met(world, drafting):
    said = finding(drafting, "LED-03").statement

    with pytest.raises(Refused, match="egen beskrivning"):
        correct(world, drafting, "LED-03", "minor", level=1, statement=f" {said}\n")
    assert finding(drafting, "LED-03").grade == "conform"
    assert correct(world, drafting, "LED-03", "observation", level=1, statement=said)
    assert correct(world, drafting, "LED-03", "minor", level=1, statement="Rutinen saknas.")


@pytest.mark.parametrize(("grade", "level"), [("conform", 1), ("major", 3)])
def test_a_correction_that_contradicts_the_rule_needs_its_reason_too(world, drafting, grade, level):
    with pytest.raises(Refused, match="LED-01"):
        correct(world, drafting, "LED-01", grade, level=level)
    assert finding(drafting, "LED-01").grade == "minor"
    assert correct(world, drafting, "LED-01", grade, level=level, reason="Gäller en enhet.")


def test_saying_the_same_is_no_correction(world, drafting):
    assert correct(world, drafting, "LED-01", "minor", level=1, statement="Det saknas") is None
    assert not Correction.objects.exists()


def test_what_was_made_milder_is_locked_without_a_new_round(world, drafting):
    case = commented(world, drafting)
    report_actions.answer(latest(case), {latest(case).comments.get().pk: "Ni har rätt."})
    correct(world, case, "LED-01", "conform", level=3)

    report_actions.lock(latest(case), by=world.auditor, at=world.at)

    assert drive.nodes(case) == ["decide"]
    assert latest(case).content["corrections"][0]["before"]["grade"] == "minor"


@pytest.fixture
def worse(world: World, drafting: Case) -> Case:
    """After the comments the lead found a must not met."""
    case = commented(world, drafting)
    report_actions.answer(latest(case), {latest(case).comments.get().pk: "Nej."})
    correct(world, case, "TID-01", "minor", level=1, statement="Brev saknas.")
    return drive.fresh(case)


def test_what_was_made_worse_is_not_locked_before_new_comments(world, worse):
    with pytest.raises(Refused):
        report_actions.lock(latest(worse), by=world.auditor, at=world.at)
    assert drive.nodes(worse) == ["finish_report"]


def test_what_was_made_worse_goes_out_for_comment_again(world, worse):
    sentences = list(latest(worse).sentences)

    report_actions.send_again(latest(worse), by=world.auditor, at=world.at)

    report = latest(worse)
    assert drive.nodes(worse) == ["comment_report"]
    assert report.sentences == [*sentences, "TID-01: Brev saknas."]
    assert report.comments.get().answer == "Nej."


def test_the_second_round_is_about_what_was_made_worse_alone(world, worse, client):
    report_actions.send_again(latest(worse), by=world.auditor, at=world.at)
    url = taken(world, worse, "comment_report")

    client.force_login(world.coordinator)
    rows = client.get(url).context["form"].rows
    assert [sentence for _number, sentence, _field in rows] == ["TID-01: Brev saknas."]
    number = rows[0][0] - 1
    post(client, world.coordinator, url, **{f"comment_{number}": "Breven finns.", "return": 1})

    texts = dict(latest(worse).comments.values_list("sentence", "text"))
    assert texts[number] == "Breven finns."
    assert len(texts) == 2
    assert drive.nodes(worse) == ["finish_report"]


def test_after_the_second_round_the_report_is_locked_and_the_finding_answered(world, worse, client):
    report_actions.send_again(latest(worse), by=world.auditor, at=world.at)
    perform(latest(worse).return_comments, by=world.coordinator, at=world.at)

    final = {"summary": "Klart.", "recommendation": "grant_after_actions", "lock": 1}
    post(client, world.auditor, address(worse, "finish_report"), **final)

    assert latest(worse).current_state == "locked"
    assert drive.nodes(worse) == ["answer_findings"]


def test_a_report_without_anything_worse_is_not_sent_again(world, drafting):
    case = commented(world, drafting)
    report_actions.answer(latest(case), {latest(case).comments.get().pk: "Nej."})

    with pytest.raises(Refused):
        report_actions.send_again(latest(case), by=world.auditor, at=world.at)


# The pages

SAID = {
    "level": "3",
    "grade": "conform",
    "reason": "",
    "statement": "Rutinen finns.",
    "evidence_reference": "Samtal",
    "version": "1",
}


def place(case: Case) -> str:
    return reverse("audit_workspace", args=[case.number]) + "?criterion=LED-01"


def test_the_lead_corrects_in_the_workspace_and_says_why(world, drafting, client):
    without = post(client, world.auditor, place(drafting), **SAID, because="")
    done = post(client, world.auditor, place(drafting), **SAID, because="Såg fel.", fits="on")

    assert "because" in without.context["form"].errors
    assert done.status_code == 302
    page = client.get(place(drafting)).content.decode()
    assert "Såg fel." in page
    assert "<del>" in page


def test_whoever_changes_a_grade_confirms_the_statement_anew(world, drafting, client):
    said = {**SAID, "because": "Såg fel."}

    unread = post(client, world.auditor, place(drafting), **said)
    assert set(unread.context["form"].errors) == {"fits"}
    assert finding(drafting, "LED-01").grade == "minor"
    same = {**said, "grade": "minor", "level": "1", "statement": "Rutinen saknas helt."}
    kept = post(client, world.auditor, place(drafting), **same)

    assert kept.status_code == 302
    assert finding(drafting, "LED-01").statement == "Rutinen saknas helt."


def test_a_reworded_statement_is_confirmed_as_well(world, drafting, client):
    said = {**SAID, "grade": "major", "level": "0", "statement": "Kriteriet är uppfyllt."}

    answer = post(client, world.auditor, place(drafting), **said, because="Såg fel.")

    assert set(answer.context["form"].errors) == {"fits"}
    assert 'name="fits"' in answer.content.decode()


def test_a_colleague_reads_and_does_not_correct(world, drafting, client):
    drive.join(world, drafting, world.second_auditor)

    answer = post(client, world.second_auditor, place(drafting), **SAID, because="Såg fel.")

    assert answer.status_code == 409
    assert finding(drafting, "LED-01").grade == "minor"


def test_everybody_reads_in_the_report_what_was_corrected(
    world: World, drafting: Case, client: Client
) -> None:
    correct(world, drafting, "LED-01", "conform", level=3)
    case = drive.report(world, drafting)
    client.force_login(world.coordinator)

    page = client.get(reverse("report", args=[case.number, 1])).content.decode()

    assert "Kommunen har visat det." in page


@pytest.mark.parametrize(("grade", "offered"), [("minor", False), ("conform", True)])
def test_granting_at_once_is_offered_only_without_nonconformities(
    world: World, client: Client, grade: str, offered: bool
) -> None:
    case = drive.visit(world, drive.audited(world), {"LED-01": grade})
    client.force_login(world.auditor)

    form = client.get(address(case, "draft_report")).context["form"]

    assert ("grant" in dict(form.fields["recommendation"].choices)) is offered
    assert "grant_after_actions" in dict(form.fields["recommendation"].choices)
