"""What follows a corrected report: answers, the basis of a decision, a decision that was taken."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.amendments import reconsidering
from processes.appeals.actions import appeal
from processes.case.actions import claim
from processes.models import Amendment, Case, Certificate, Interest, ProgrammeItem, Response
from processes.renewal.actions import open_case
from processes.roles import Role
from tests.support import drive
from tests.support.amending import confirmed, fresh, proposed, reported, task_of, waiting
from tests.support.hands import post, taken
from tests.support.world import LONG_AGO, World, person
from workflow import trail
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted
from workflow.models import Process, Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def test_a_pending_decision_is_frozen_anew(world: World) -> None:
    case = waiting(world)

    case = confirmed(world, proposed(world, case, "LED-03", "observation", level=1))

    first, second = case.decisions.order_by("number")
    assert (first.current_state, second.current_state) == ("outdated", "pending")
    assert (first.basis["report"], second.basis["report"]) == (1, 2)
    assert drive.nodes(case) == ["decide"]
    assert Amendment.objects.get().decision == first
    assert drive.decide(world, case).current_state == "granted"


def test_who_had_the_decision_keeps_it_and_what_was_written(world: World, client: Client) -> None:
    case = waiting(world)
    url = taken(world, case, "decide", world.decision_maker)
    said = {"version": "0", "choice": "grant", "reasons": "Allt är uppfyllt.", "save": "1"}
    post(client, world.decision_maker, url, **said)

    case = confirmed(world, proposed(world, case, "LED-03", "strength", level=4))

    assert drive.open_task(case, "decide").owner == world.decision_maker
    assert case.decisions.latest("number").reasons == "Allt är uppfyllt."


def test_a_decision_on_the_old_basis_is_refused_and_its_text_shown(
    world: World, client: Client
) -> None:
    case = waiting(world)
    url = taken(world, case, "decide", world.decision_maker)
    confirmed(world, proposed(world, case, "LED-03", "strength", level=4))

    said = {"version": "0", "choice": "grant", "reasons": "Allt är uppfyllt.", "decide": "1"}
    answer = post(client, world.decision_maker, url, **said)

    assert answer.status_code == 409
    assert not answer.context["is_own"]
    assert "Allt är uppfyllt." in answer.content.decode()
    assert drive.fresh(case).is_running


def test_the_page_shows_both_bases_who_and_why(world: World, client: Client) -> None:
    case = waiting(world)
    case = confirmed(world, proposed(world, case, "LED-03", "observation", level=1))
    url = taken(world, case, "decide", world.decision_maker)
    client.force_login(world.decision_maker)

    answer = client.get(url)

    told = answer.context["renewed"]
    assert ("LED-03", "Nivå 3", "Nivå 1") in [
        (one.what, one.before, one.now) for one in told.differences
    ]
    page = answer.content.decode()
    for words in ("Rut Revisor", "Hanna Handläggare", "LED-03 är bedömt på fel underlag."):
        assert words in page


@pytest.mark.parametrize("choice", ["grant", "refuse"])
def test_no_decision_while_a_correction_waits(world: World, choice: str) -> None:
    case = waiting(world)
    proposed(world, case, "LED-03", "strength", level=4)

    with pytest.raises(ConditionFailed):
        drive.decide(world, case, choice)


def test_a_new_nonconformity_is_answered_before_the_decision(world: World) -> None:
    case = waiting(world)

    case = confirmed(world, proposed(world, case, "TID-01", "minor", level=1))

    assert drive.nodes(case) == ["answer_findings"]
    case = drive.corrective_actions_done(world, case)
    assert drive.nodes(case) == ["decide"]
    assert case.decisions.latest("number").basis["report"] == 2


def test_one_that_was_none_is_dropped_while_it_is_answered(world: World) -> None:
    case = reported(world, {"LED-03": "minor"})

    case = confirmed(world, proposed(world, case, "LED-03", "conform", level=3))

    assert Response.objects.get().current_state == "dropped"
    assert drive.nodes(case) == ["decide"]


def test_one_that_comes_is_answered_with_the_others(world: World) -> None:
    case = reported(world, {"LED-01": "minor"})
    claim(drive.open_task(case, "answer_findings"), by=world.coordinator, at=world.at)

    case = confirmed(world, proposed(world, case, "TID-01", "minor", level=1))

    assert drive.nodes(case) == ["answer_findings"]
    assert drive.open_task(case, "answer_findings").owner == world.coordinator
    assert case.corrective_plan.responses.filter(state="open").count() == 2


def test_one_that_comes_while_answers_are_assessed_is_asked_for_too(world: World) -> None:
    case = drive.answer(world, reported(world, {"LED-01": "minor"}))

    case = confirmed(world, proposed(world, case, "TID-01", "minor", level=1))

    assert drive.nodes(case) == ["answer_findings"]
    case = drive.corrective_actions_done(world, case)
    assert drive.nodes(case) == ["decide"]


def test_one_that_goes_while_majors_are_verified_leaves_the_others(world: World) -> None:
    case = drive.answer(world, reported(world, {"LED-01": "major", "TID-01": "major"}))
    case = drive.accept_answers(world, case)

    case = confirmed(world, proposed(world, case, "LED-01", "conform", level=3))

    assert drive.nodes(case) == ["verify_majors"]
    assert drive.nodes(drive.verify(world, case)) == ["decide"]


def test_one_that_comes_while_a_supplement_is_written_is_answered_after_it(world: World) -> None:
    case = drive.decide(world, waiting(world), "defer")

    case = confirmed(world, proposed(world, case, "TID-01", "minor", level=1))
    assert drive.nodes(case) == ["supplement"]
    case = drive.supplement(world, case)

    assert drive.nodes(case) == ["answer_findings"]


def granted(world: World) -> Case:
    return drive.decide(world, waiting(world))


def reconsidered(world: World, made: Amendment, choice: str) -> Amendment:
    claim(task_of(made), by=world.decision_maker, at=world.at, declared=True)
    take = reconsidering.CHOICES[choice]
    take(fresh(made), "Det är prövat.", by=world.decision_maker, at=world.at)
    return fresh(made)


def test_a_decision_that_was_taken_is_reconsidered(world: World) -> None:
    case = granted(world)
    made = proposed(world, case, "LED-03", "observation", level=1)

    confirmed(world, made)

    made = fresh(made)
    assert (made.decision, made.basis["report"]) == (case.decisions.get(), 2)
    assert task_of(made).flow_task.name == "reconsider"
    assert reconsidered(world, made, "uphold").current_state == "upheld"
    assert Certificate.objects.get().current_state == "valid"
    assert not trail.verify(Process.objects.get(case=case).chain)


def test_what_would_not_be_granted_now_goes_to_the_officer(world: World) -> None:
    made = proposed(world, granted(world), "TID-01", "minor", level=1)
    confirmed(world, made)
    with pytest.raises(ConditionFailed):
        reconsidered(world, made, "uphold")

    reconsidering.refer(fresh(made), "Brist.", by=world.decision_maker, at=world.at)
    claim(task_of(made), by=world.officer, at=world.at)
    reconsidering.follow_up(fresh(made), "Nytt besök i höst.", by=world.officer, at=world.at)

    assert fresh(made).current_state == "followed"
    assert Certificate.objects.get().current_state == "valid"


def refused(world: World) -> Case:
    return drive.decide(world, waiting(world, {"LED-03": "minor"}), "refuse")


def test_a_refusal_is_replaced_in_favour_of_the_municipality(world: World) -> None:
    case = refused(world)
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)

    assert reconsidered(world, made, "replace").current_state == "replaced"

    first, second = case.decisions.order_by("number")
    assert (first.current_state, second.current_state) == ("refused", "granted")
    assert second.decided_by == world.decision_maker
    assert drive.fresh(case).current_state == "granted"
    assert Certificate.objects.get().current_state == "valid"
    assert not trail.verify(Process.objects.get(case=case).chain)


@pytest.mark.obligation(84)
def test_an_appeal_against_it_ends_with_the_new_decision(world: World) -> None:
    case = refused(world)
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)
    appealed = appeal(case, "Underlaget är fel.", by=world.coordinator, at=world.at)

    reconsidered(world, made, "replace")

    appealed.refresh_from_db()
    assert appealed.current_state == "granted"
    assert not Task.objects.filter(process=appealed.own_process, finished=None).exists()


def test_a_refused_renewal_is_replaced_by_the_next_revision(world: World) -> None:
    drive.grant(world)
    ProgrammeItem.objects.filter(kind="surveillance").update(state="cancelled")
    case = open_case(ProgrammeItem.objects.get(kind="recertification"), at=world.at)
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.report(world, drive.visit(world, case, {"LED-03": "minor"}))
    case = drive.decide(world, drive.corrective_actions_done(world, case), "refuse")
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)

    reconsidered(world, made, "replace")

    old, new = Certificate.objects.order_by("pk")
    assert (old.current_state, new.current_state) == ("replaced", "valid")
    assert (new.number, new.revision) == (old.number, 2)


def test_a_refusal_is_not_replaced_where_a_later_case_runs(world: World) -> None:
    case = refused(world)
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)
    drive.apply(world)

    with pytest.raises(ConditionFailed):
        reconsidered(world, made, "replace")


def test_who_confirmed_does_not_decide_where_another_can(world: World) -> None:
    other = person("Berit Beslutsfattare", world.body, Role.DECISION_MAKER)
    world.officer.memberships.create(
        organisation=world.body, role=Role.DECISION_MAKER, from_date=LONG_AGO
    )
    case = confirmed(world, proposed(world, waiting(world), "LED-03", "observation", level=1))

    with pytest.raises(Conflict):
        claim(drive.open_task(case, "decide"), by=world.officer, at=world.at, declared=True)
    claim(drive.open_task(case, "decide"), by=other, at=world.at, declared=True)


def test_who_was_tied_since_the_case_ended_does_not_reconsider(world: World) -> None:
    other = person("Berit Beslutsfattare", world.body, Role.DECISION_MAKER)
    case = granted(world)
    Interest.objects.create(
        person=other, organisation=world.municipality, ground="employed", from_date=LONG_AGO
    )
    made = proposed(world, case, "LED-03", "observation", level=1)
    confirmed(world, made)

    with pytest.raises(Conflict):
        claim(task_of(made), by=other, at=world.at, declared=True)


def test_nobody_who_audited_reconsiders(world: World) -> None:
    made = proposed(world, granted(world), "LED-03", "observation", level=1)
    confirmed(world, made)

    with pytest.raises(NotPermitted):
        reconsidering.uphold(fresh(made), "Ja.", by=world.auditor, at=world.at)


@pytest.mark.obligation(48)
def test_both_decisions_stay_readable(world: World, client: Client) -> None:
    case = refused(world)
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)
    reconsidered(world, made, "replace")
    client.force_login(world.coordinator)

    pages = [client.get(reverse("case_decision", args=[case.number, n])) for n in (1, 2)]

    assert [page.status_code for page in pages] == [200, 200]
