"""The self-assessment as its people meet it, through the browser's requests alone."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.models import Answer, Contribution, Criterion, Person
from processes.self_assessment import actions
from processes.self_assessment.actions import Ask, Edit
from tests import drive
from tests.world import World, person
from workflow.models import Task
from workflow.transitions import perform


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(world.coordinator)
    return client


def as_person(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def task_url(case: Any, node: str) -> str:
    return reverse("task", kwargs={"task_id": drive.open_task(case, node).pk})


def criterion_url(case: Any, code: str = "LED-01") -> str:
    return reverse("criterion", kwargs={"number": case.number, "code": code})


def answer_of(case: Any, code: str = "LED-01") -> Answer:
    return Answer.objects.get(assessment__case=case, criterion__code=code)


def other_criterion(case: Any) -> Criterion:
    """A criterion that is not part of the case."""
    area = case.edition.areas.get(code="LED")
    return Criterion.objects.create(area=area, code="LED-99", kind="should")


def fill(case: Any, code: str = "LED-01", **changed: Any) -> dict[str, Any]:
    """What the form of a criterion sends."""
    version = answer_of(case, code).version
    return {"level": "3", "motivation": "Så gör vi.", "version": version, **changed}


def answer_all(client: Client, case: Any) -> None:
    for answer in Answer.objects.filter(assessment__case=case).select_related("criterion"):
        code = answer.criterion.code
        client.post(criterion_url(case, code), fill(case, code, then="next"))


def ask(world: World, case: Any, *codes: str) -> Contribution:
    assessment = drive.fresh(case).self_assessment
    criteria = [answer_of(case, code).criterion for code in codes]
    wanted = Ask(world.contributor, tuple(criteria), "Kan du det här?")
    return actions.ask(assessment, wanted, by=world.coordinator, at=world.at)


def hand_over(world: World, case: Any) -> None:
    for answer in Answer.objects.filter(assessment__case=case):
        edit = Edit(level=3, motivation="Så gör vi.", version=answer.version)
        actions.save_answer(answer, edit, by=world.coordinator, at=world.at)
    perform(drive.fresh(case).self_assessment.hand_over, by=world.coordinator, at=world.at)
    task = drive.open_task(case, "sign_assessment")
    drive.claim(task, by=world.signatory, at=world.at)


def test_without_javascript_a_self_assessment_goes_from_first_answer_to_receipt(
    world: World, case: Any, coordinator: Client
):
    answer_all(coordinator, case)
    handed = coordinator.post(task_url(case, "assess"), {"step": "hand_over"})
    assert handed.status_code == 302
    drive.claim(drive.open_task(case, "sign_assessment"), by=world.signatory, at=world.at)
    signatory = as_person(world.signatory)

    done = signatory.post(
        task_url(case, "sign_assessment"), {"step": "submit", "declared": "on"}, follow=True
    )

    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    assert snapshot.sha256 in done.content.decode()
    assert drive.nodes(case) == ["lead_audit"]


def test_the_task_list_tells_the_status_of_every_criterion(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case))
    coordinator.post(criterion_url(case, "LED-02"), fill(case, "LED-02", level=""))

    page = coordinator.get(task_url(case, "assess")).context

    statuses = {row.criterion.code: row.status for group in page["groups"] for row in group.rows}
    assert statuses["LED-01"] == "done"
    assert statuses["LED-02"] == "started"
    assert statuses["TID-01"] == "not_started"
    assert (page["done"], page["total"]) == (1, 6)


def test_the_hand_over_says_why_it_is_closed(case: Any, coordinator: Client):
    page = coordinator.get(task_url(case, "assess"))

    assert not page.context["hand_over"].allowed
    for refusal in page.context["hand_over"].refusals:
        assert refusal in page.content.decode()


def test_an_incomplete_assessment_is_not_handed_over(case: Any, coordinator: Client):
    page = coordinator.post(task_url(case, "assess"), {"step": "hand_over"})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert drive.fresh(case).self_assessment.current_state == "open"


@pytest.mark.parametrize(
    ("then", "code", "expected"),
    [
        ("next", "LED-01", "LED-02"),
        ("next", "LED-03", "TID-01"),
        ("previous", "TID-01", "LED-03"),
        ("stay", "LED-02", "LED-02"),
    ],
)
def test_saving_keeps_the_place(
    case: Any, coordinator: Client, then: str, code: str, expected: str
):
    saved = coordinator.post(criterion_url(case, code), fill(case, code, then=then))

    assert saved.url == criterion_url(case, expected)


@pytest.mark.parametrize(("then", "code"), [("next", "TID-03"), ("list", "LED-01")])
def test_after_the_last_criterion_comes_the_list(
    case: Any, coordinator: Client, then: str, code: str
):
    saved = coordinator.post(criterion_url(case, code), fill(case, code, then=then))

    assert saved.url == task_url(case, "assess")


def test_an_incomplete_answer_is_kept(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case, level="", motivation="Halvvägs"))

    assert answer_of(case).motivation == "Halvvägs"
    assert answer_of(case).level is None


def test_a_colleague_can_be_named_responsible(world: World, case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case, responsible=world.contributor.pk))

    assert answer_of(case).responsible == world.contributor


def test_nobody_of_another_municipality_can_be_named_responsible(
    world: World, case: Any, coordinator: Client
):
    wrong = fill(case, responsible=world.neighbour_coordinator.pk)
    page = coordinator.post(criterion_url(case), wrong)

    assert "responsible" in page.context["answer_form"].errors
    assert "Så gör vi." in page.content.decode()


def test_autosave_keeps_the_text_and_returns_the_new_version(case: Any, coordinator: Client):
    reply = coordinator.post(criterion_url(case), fill(case), headers={"X-Autosave": "1"})

    assert reply.json() == {"version": 1}
    assert answer_of(case).motivation == "Så gör vi."


def test_autosave_of_an_outdated_version_is_a_conflict(case: Any, coordinator: Client):
    old = fill(case)
    coordinator.post(criterion_url(case), fill(case, motivation="Först"))

    reply = coordinator.post(criterion_url(case), old, headers={"X-Autosave": "1"})

    assert reply.status_code == 409
    assert answer_of(case).motivation == "Först"


def test_a_conflict_of_edits_shows_both_texts_and_lets_one_choose(case: Any, coordinator: Client):
    old = fill(case, motivation="Min text")
    coordinator.post(criterion_url(case), fill(case, motivation="Deras text"))

    page = coordinator.post(criterion_url(case), old)

    assert page.status_code == 409
    assert "Min text" in page.context["yours"]
    assert "Deras text" in page.context["theirs"]
    form = page.context["answer_form"]
    again = {**old, "version": form["version"].value()}
    coordinator.post(criterion_url(case), again)
    assert answer_of(case).motivation == "Min text"


def test_after_the_hand_over_a_late_text_is_shown_and_not_saved(
    world: World, case: Any, coordinator: Client
):
    late = fill(case, motivation="För sent")
    hand_over(world, case)

    page = coordinator.post(criterion_url(case), late)

    assert page.status_code == 409
    assert "För sent" in dict(page.context["written"]).values()
    assert answer_of(case).motivation == "Så gör vi."


def test_somebody_signed_out_is_led_back_to_the_criterion(case: Any):
    page = Client().post(criterion_url(case), fill(case))

    assert page.status_code == 302
    assert f"next={criterion_url(case)}" in page.url


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "auditor", "officer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_outside_the_municipality_opens_a_draft(
    world: World, case: Any, who: str, method: str
):
    client = as_person(getattr(world, who))

    assert getattr(client, method)(criterion_url(case)).status_code == 404


@pytest.mark.parametrize("who", ["signatory", "contributor"])
def test_colleagues_read_the_draft_and_do_not_write_it(
    world: World, case: Any, coordinator: Client, who: str
):
    coordinator.post(criterion_url(case), fill(case))
    client = as_person(getattr(world, who))

    page = client.get(criterion_url(case))
    refused = client.post(criterion_url(case), fill(case, motivation="Nej"))

    assert "Så gör vi." in page.content.decode()
    assert "answer_form" not in page.context
    assert refused.status_code == 409
    assert answer_of(case).motivation == "Så gör vi."


def test_the_body_reads_what_was_submitted_and_never_a_new_draft(world: World, case: Any):
    drive.assess(world, case)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    reopened = drive.fresh(case).self_assessment
    perform(reopened.reopen, by=None, at=world.at, concerns="Mer om ledning")
    Answer.objects.filter(assessment=reopened).update(motivation="Nytt utkast", version=7)

    page = as_person(world.auditor).get(criterion_url(case)).content.decode()
    whole = as_person(world.officer).get(reverse("case_assessment", args=[case.number]))

    assert "Så gör vi." in page
    assert "Nytt utkast" not in page
    assert "Så gör vi." in whole.content.decode()
    assert "Nytt utkast" not in whole.content.decode()


def test_before_the_submission_the_body_sees_that_nothing_is_there(world: World, case: Any):
    page = as_person(world.officer).get(reverse("case_assessment", args=[case.number]))

    assert page.status_code == 200
    assert page.context["groups"] == []


def test_before_the_agreement_the_page_says_that_it_has_not_begun(world: World):
    case = drive.apply(world)

    page = as_person(world.coordinator).get(reverse("case_assessment", args=[case.number]))

    assert page.status_code == 200


def test_an_answer_from_last_time_is_confirmed_only_by_a_choice(case: Any, coordinator: Client):
    Answer.objects.filter(pk=answer_of(case).pk).update(to_be_confirmed=True)

    coordinator.post(criterion_url(case), fill(case))
    assert answer_of(case).to_be_confirmed
    headers = {"X-Autosave": "1"}
    coordinator.post(criterion_url(case), fill(case, confirmed="on"), headers=headers)
    assert answer_of(case).to_be_confirmed

    coordinator.post(criterion_url(case), fill(case, confirmed="on"))
    assert not answer_of(case).to_be_confirmed


def test_the_answer_of_last_time_stands_beside_the_new_one(case: Any, coordinator: Client):
    answer = answer_of(case)
    last = Answer.objects.create(
        assessment=answer.assessment, criterion=other_criterion(case), motivation="Förra gången"
    )
    Answer.objects.filter(pk=answer.pk).update(carried_from=last)

    page = coordinator.get(criterion_url(case))

    assert "Förra gången" in page.content.decode()


def test_a_colleague_is_asked_and_gets_a_task(world: World, case: Any, coordinator: Client):
    chosen = answer_of(case).criterion_id
    asked = coordinator.post(
        reverse("assessment_ask", args=[case.number]),
        {"person": world.contributor.pk, "criteria": [chosen], "message": "Kan du?"},
    )

    contribution = Contribution.objects.get()
    assert asked.url == task_url(case, "assess")
    assert Task.objects.get(process=contribution.own_process, owner=world.contributor).due


def test_only_contributors_of_the_own_municipality_can_be_asked(
    world: World, case: Any, coordinator: Client
):
    foreign = person("Frida Främling", world.neighbour, None)

    page = coordinator.get(reverse("assessment_ask", args=[case.number]))

    people = set(page.context["form"].fields["person"].queryset)
    assert people == {world.contributor}
    assert foreign not in people


@pytest.mark.parametrize("who", ["signatory", "contributor", "neighbour_coordinator", "officer"])
def test_only_the_one_with_the_task_asks_colleagues(world: World, case: Any, who: str):
    page = as_person(getattr(world, who)).get(reverse("assessment_ask", args=[case.number]))

    assert page.status_code == 404


def test_a_colleague_writes_what_she_is_asked_for_and_nothing_else(world: World, case: Any):
    ask(world, case, "LED-02")
    client = as_person(world.contributor)

    client.post(criterion_url(case, "LED-02"), fill(case, "LED-02"))
    refused = client.post(criterion_url(case, "LED-01"), fill(case, "LED-01"))

    assert answer_of(case, "LED-02").level == 3
    assert refused.status_code == 409
    assert answer_of(case, "LED-01").level is None


def test_a_colleague_goes_through_her_own_criteria(world: World, case: Any):
    asked = ask(world, case, "LED-02", "TID-01")
    client = as_person(world.contributor)
    task = Task.objects.get(process=asked.own_process, owner=world.contributor)

    first = client.post(criterion_url(case, "LED-02"), fill(case, "LED-02", then="next"))
    last = client.post(criterion_url(case, "TID-01"), fill(case, "TID-01", then="next"))

    assert first.url == criterion_url(case, "TID-01")
    assert last.url == reverse("task", args=[task.pk])
    page = client.get(last.url)
    assert (page.context["done"], page.context["total"]) == (2, 2)


def test_a_contribution_is_delivered(world: World, case: Any):
    asked = ask(world, case, "LED-02")
    client = as_person(world.contributor)
    task = Task.objects.get(process=asked.own_process, owner=world.contributor)

    done = client.post(reverse("task", args=[task.pk]), {"step": "deliver"})

    assert done.status_code == 302
    asked = Contribution.objects.get(pk=asked.pk)
    assert asked.current_state == "delivered"
    assert client.post(criterion_url(case, "LED-02"), fill(case, "LED-02")).status_code == 409


def test_a_contribution_is_withdrawn_and_its_task_goes_away(
    world: World, case: Any, coordinator: Client
):
    asked = ask(world, case, "LED-02")

    coordinator.post(reverse("assessment_withdraw", args=[case.number, asked.pk]))

    assert Contribution.objects.get(pk=asked.pk).current_state == "withdrawn"
    assert not Task.objects.filter(process=asked.own_process, status__in=Task.OPEN).exists()


def test_an_open_contribution_keeps_the_assessment_from_being_handed_over(
    world: World, case: Any, coordinator: Client
):
    answer_all(coordinator, case)
    ask(world, case, "LED-02")

    page = coordinator.get(reverse("assessment_check", args=[case.number]))

    assert not page.context["hand_over"].allowed
    assert page.context["gaps"] == []


def test_the_check_page_leads_to_every_gap(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case))

    page = coordinator.get(reverse("assessment_check", args=[case.number]))

    assert page.context["gaps"][0].criterion.code == "LED-02"
    assert f'href="{criterion_url(case, "TID-03")}"' in page.content.decode()


@pytest.mark.parametrize("who", ["neighbour_coordinator", "officer"])
def test_the_check_page_is_the_municipality_s_own(world: World, case: Any, who: str):
    page = as_person(getattr(world, who)).get(reverse("assessment_check", args=[case.number]))

    assert page.status_code == 404


def test_nothing_is_submitted_without_the_declaration(world: World, case: Any):
    hand_over(world, case)

    page = as_person(world.signatory).post(task_url(case, "sign_assessment"), {"step": "submit"})

    assert "declared" in page.context["form"].errors
    assert drive.fresh(case).self_assessment.current_state == "handed_over"


def test_the_signatory_sends_back_with_remarks(world: World, case: Any, coordinator: Client):
    hand_over(world, case)
    given = {"step": "send_back", "remarks": "Skriv mer om tider"}

    as_person(world.signatory).post(task_url(case, "sign_assessment"), given)

    page = coordinator.get(task_url(case, "assess")).content.decode()
    assert "Skriv mer om tider" in page


def test_nothing_is_sent_back_without_a_word(world: World, case: Any):
    hand_over(world, case)

    page = as_person(world.signatory).post(task_url(case, "sign_assessment"), {"step": "send_back"})

    assert "remarks" in page.context["form"].errors


def test_the_signatory_s_remarks_wait_for_her(world: World, case: Any):
    hand_over(world, case)
    client = as_person(world.signatory)
    client.post(task_url(case, "sign_assessment"), {"step": "save", "remarks": "Halva tanken"})

    page = client.get(task_url(case, "sign_assessment"))

    assert "Halva tanken" in page.content.decode()


def test_the_text_behind_the_receipt_has_the_hash_of_the_receipt(world: World, case: Any):
    drive.assess(world, case)
    client = as_person(world.coordinator)

    text = client.get(reverse("assessment_content", args=[case.number, 1]))

    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    assert hashlib.sha256(text.content).hexdigest() == snapshot.sha256
    assert text["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["assessment_receipt", "assessment_content"])
def test_a_receipt_is_not_for_other_municipalities(world: World, case: Any, name: str):
    drive.assess(world, case)
    address = reverse(name, args=[case.number, 1])

    assert as_person(world.neighbour_coordinator).get(address).status_code == 404
    assert as_person(world.officer).get(address).status_code == 200


def test_the_task_list_is_read_with_few_questions_to_the_database(
    case: Any, coordinator: Client, django_assert_max_num_queries: Any
):
    address = task_url(case, "assess")
    coordinator.get(address)

    with django_assert_max_num_queries(15):
        coordinator.get(address)
