"""A second press, a retry, or a save of what is kept already changes nothing and is no conflict."""

from typing import Any

import pytest
from django.urls import reverse

from processes.models import Answer, Case, Contribution, Decision, Finding, Response
from processes.scheme import copies
from tests.processes.scheme.test_second_scheme import cycle_values, seen
from tests.support import drive
from tests.support.assessing import (
    answer_of,
    as_person,
    ask,
    criterion_url,
    fill,
    hand_over,
    task_url,
)
from tests.support.hands import post, taken
from tests.support.world import World, person
from workflow.models import TrailEntry


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


def test_saving_what_the_automatic_save_just_kept_is_no_conflict(world):
    case = drive.accept(world, drive.apply(world))
    client, data = as_person(world.coordinator), fill(case)
    kept = client.post(criterion_url(case), data, headers={"X-Autosave": "1"})
    assert kept.status_code == 200

    assert client.post(criterion_url(case), {**data, "then": "next"}).status_code == 302


def test_an_answer_kept_already_is_not_written_again(world, case):
    client, data = as_person(world.coordinator), fill(case)
    client.post(criterion_url(case), data)
    kept = answer_of(case)

    again = client.post(criterion_url(case), fill(case))
    ask(world, case, "LED-01")
    late = as_person(world.contributor).post(criterion_url(case), data)

    now = answer_of(case)
    assert (again.status_code, late.status_code) == (302, 302)
    assert (now.version, now.changed_by) == (kept.version, world.coordinator)


def test_a_save_behind_the_automatic_one_still_confirms(world, case):
    Answer.objects.update(to_be_confirmed=True)
    client, data = as_person(world.coordinator), fill(case)
    client.post(criterion_url(case), data, headers={"X-Autosave": "1"})

    saved = client.post(criterion_url(case), {**data, "confirmed": "on"})

    assert saved.status_code == 302
    assert not answer_of(case).to_be_confirmed


def test_another_text_of_one_s_own_is_not_called_somebody_else_s(world, case):
    client, old = as_person(world.coordinator), fill(case, motivation="Min andra text")
    client.post(criterion_url(case), fill(case))

    page = client.post(criterion_url(case), old)
    html = page.content.decode()

    assert page.status_code == 409
    assert "Du har skrivit en annan text här" in html
    assert "Någon annan" not in html
    assert "Min andra text" in html


def test_a_colleague_is_asked_once(world, case):
    url = reverse("assessment_ask", args=[case.number])
    given = {"person": world.contributor.pk, "criteria": [answer_of(case).criterion_id]}

    answers = [as_person(world.coordinator).post(url, given).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Contribution.objects.count() == 1


def test_a_request_is_withdrawn_once(world, case):
    asked = ask(world, case, "LED-01")
    url = reverse("assessment_withdraw", args=[case.number, asked.pk])

    answers = [as_person(world.coordinator).post(url).status_code for _ in range(2)]

    assert answers == [302, 302]


def audited(world: World, **grades: str) -> Case:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    return drive.plan(world, drive.lead(world, case))


def test_a_finding_is_graded_once(world):
    case = audited(world)
    url = reverse("audit_workspace", args=[case.number]) + "?criterion=LED-01"
    found = Finding.objects.get(criterion__code="LED-01")
    said = {"level": "3", "grade": "conform", "statement": "s", "evidence_reference": "e"}
    data = {**said, "version": found.version}

    answers = [as_person(world.auditor).post(url, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Finding.objects.get(pk=found.pk).version == found.version + 1


def test_reasons_of_a_decision_are_kept_once(world):
    case = drive.report(world, drive.visit(world, audited(world)))
    url = taken(world, case, "decide", world.decision_maker)
    version = drive.fresh(case).decisions.latest("number").version
    data = {"version": version, "choice": "", "reasons": "Ja.", "dissent": ""}

    answers = [as_person(world.decision_maker).post(url, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Decision.objects.get().version == version + 1


def test_an_answer_to_a_nonconformity_is_kept_once(world):
    case = drive.visit(world, audited(world), {"LED-01": "minor"})
    drive.report(world, case)
    response = Response.objects.get()
    url = taken(world, case, "answer_findings")
    data = {f"r{response.pk}-correction": "Rättat", f"r{response.pk}-version": response.version}

    answers = [as_person(world.coordinator).post(url, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Response.objects.get().version == response.version + 1


def forms_of_the_administration(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    draft = copies.new_edition(world.scheme, model=world.edition, by=None, at=world.at)
    cycle = copies.new_cycle(world.scheme, by=None, at=world.at)
    area = draft.areas.first()
    words = {"title_sv": "Nytt", "title_en": "New"}
    return {
        "scheme": (
            reverse("edit_scheme", args=["lots"]),
            {**words, "purpose_sv": "x", "legal_regime": "agreement"},
        ),
        "edition": (reverse("edit_edition", args=[draft.pk]), words),
        "area": (reverse("edit_area", args=[area.pk]), {**words, "code": "L", "position": 1}),
        "cycle": (reverse("edit_cycle", args=[cycle.pk]), cycle_values()),
    }


@pytest.mark.parametrize("name", ["scheme", "edition", "area", "cycle"])
def test_a_form_of_the_administration_is_saved_once(world, name):
    url, said = forms_of_the_administration(world)[name]
    client = as_person(world.administrator)
    data = {"seen": seen(client, url), **said}

    first = client.post(url, data)
    entries = TrailEntry.objects.count()
    second = client.post(url, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert TrailEntry.objects.count() == entries


def test_a_scheme_is_opened_once_however_often_it_is_pressed(world):
    client = as_person(world.administrator)
    url = reverse("change_applications", args=["lots"])

    for _ in range(2):
        client.post(url, {"open": "no"})

    world.scheme.refresh_from_db()
    assert not world.scheme.is_open


def test_an_application_is_begun_once(world):
    client, url = as_person(world.coordinator), reverse("application_new")
    data = {"scheme": world.scheme.pk, "understood": "on"}

    first, second = (client.post(url, data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_task_is_handed_back_and_given_once(world):
    task = drive.open_task(drive.apply(world), "review_application")
    colleague = person("Hilda H", world.body, "officer")
    client = as_person(world.officer)
    client.post(reverse("task_claim", args=[task.pk]))
    back, give = (reverse(name, args=[task.pk]) for name in ("task_hand_back", "task_assign"))

    answers = [client.post(back, {"because": "Hinner inte"}).status_code for _ in range(2)]
    given = [client.post(give, {"to": colleague.pk}).status_code for _ in range(2)]

    assert {*answers, *given} == {302}
    assert TrailEntry.objects.filter(step="hand_back").count() == 1
    assert TrailEntry.objects.filter(step="assign").count() == 1


def test_a_task_finished_twice_is_no_conflict(world, case):
    hand_over(world, case)
    url = task_url(case, "sign_assessment")
    client = as_person(world.signatory)

    client.post(url, {"step": "submit", "declared": "on"})
    bare = client.post(url, {"step": "submit"})
    written = client.post(url, {"step": "send_back", "remarks": "Det här får inte försvinna"})
    other = post(as_person(world.coordinator), world.coordinator, url, remarks="x")

    assert bare.url == reverse("case", args=[case.number])
    assert written.status_code == 200
    assert "Det här får inte försvinna" in written.content.decode()
    assert "Någon annan" not in written.content.decode()
    assert other.status_code == 409


def test_an_answer_is_marked_and_taken_back_once(world):
    case = drive.visit(world, audited(world), {"LED-01": "minor"})
    drive.report(world, case)
    response = Response.objects.get()
    url, client = taken(world, case, "answer_findings"), as_person(world.coordinator)
    names = ("correction", "cause", "action")
    said = {f"r{response.pk}-{name}": "Så gör vi." for name in names}
    data = {**said, f"r{response.pk}-version": response.version}

    ready = [client.post(url, {**data, "ready": response.pk}).status_code for _ in range(2)]
    assert Response.objects.get().current_state == "answered"
    back = [client.post(url, {"take_back": response.pk}).status_code for _ in range(2)]

    assert (ready, back) == ([302, 302], [302, 302])
    assert Response.objects.get().current_state == "open"


def test_an_edition_is_published_once(world):
    draft = copies.new_edition(world.scheme, model=world.edition, by=None, at=world.at)
    client, url = as_person(world.administrator), reverse("publish_edition", args=[draft.pk])

    client.post(url, {"version": draft.version})
    page = client.post(url, {"version": draft.version}, follow=True)

    assert "ändrats sedan" not in page.content.decode()
    assert TrailEntry.objects.filter(step="publish", subject_id=draft.pk).count() == 1
