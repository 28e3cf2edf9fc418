"""The pages of a correction of a locked report, as those concerned meet them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.models import Amendment, Finding
from tests.support import drive
from tests.support.amending import WHY, confirmed, fresh, proposed, reports, task_of, waiting
from tests.support.hands import post, taken
from tests.support.world import World


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def page_of(made: Amendment, who: Any, *, declared: bool = False) -> str:
    """The page of its open task, taken by somebody."""
    task = task_of(made)
    if task.owner != who:
        claim(task, by=who, at=made.proposed_at, declared=declared)
    return reverse("task", args=[task.pk])


def written(case: Any, code: str, **said: Any) -> dict[str, Any]:
    """The form as the lead sends it."""
    finding = Finding.objects.get(audit__case=case, criterion__code=code)
    return {
        "level": "4",
        "grade": "strength",
        "reason": "",
        "statement": "Så är det.",
        "evidence_reference": "Samtal",
        "version": str(finding.version),
        "recommendation": "grant",
        "summary": "Det går bra.",
        "because": WHY,
        "fits": "on",
        "report": "1",
        **said,
    }


def test_the_lead_finds_the_way_and_proposes(world: World, client: Client) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number])
    client.force_login(world.auditor)
    assert url in client.get(reverse("case", args=[case.number])).content.decode()
    assert "?criterion=LED-03" in client.get(url).content.decode()

    answer = client.post(f"{url}?criterion=LED-03", written(case, "LED-03"))

    made = Amendment.objects.get()
    assert answer.url == reverse("amendment", args=[case.number, 1])
    assert (made.after["grade"], made.after["summary"]) == ("strength", "Det går bra.")


@pytest.mark.parametrize(
    ("grade", "level", "who"), [("strength", "4", "handläggare"), ("minor", "1", "Kommunen")]
)
def test_the_lead_reads_who_answers_first(
    world: World, client: Client, grade: str, level: str, who: str
) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?criterion=TID-01"
    said = written(case, "TID-01", grade=grade, level=level, recommendation="grant_after_actions")

    answer = post(client, world.auditor, url, **said)

    (told,) = client.get(answer.url).context["messages"]
    assert who in str(told)


def test_the_text_alone_has_a_form_of_its_own(world: World, client: Client) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?text=1"

    post(client, world.auditor, url, **written(case, "LED-03", summary="Det går utmärkt."))

    made = Amendment.objects.get()
    assert (made.finding, made.after["summary"]) == (None, "Det går utmärkt.")


def test_a_proposal_without_a_reason_comes_back_with_its_text(world: World, client: Client) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?criterion=LED-03"

    answer = post(client, world.auditor, url, **written(case, "LED-03", because=""))

    assert answer.context["form"].errors["because"]
    assert "Så är det." in answer.content.decode()
    assert not Amendment.objects.exists()


def test_an_old_page_is_a_conflict_that_shows_the_text(world: World, client: Client) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?criterion=LED-02"
    old = written(case, "LED-02")
    confirmed(world, proposed(world, case, "LED-03", "strength", level=4))

    answer = post(client, world.auditor, url, **old)

    assert answer.status_code == 409
    assert WHY in answer.content.decode()


def test_the_municipality_comments_on_its_page(world: World, client: Client) -> None:
    case = waiting(world)
    made = proposed(world, case, "TID-01", "minor", level=1)
    url = page_of(made, world.coordinator)
    client.force_login(world.coordinator)
    assert WHY in client.get(url).content.decode()

    client.post(url, {"text": "Rutinen fanns på plats."})

    assert (fresh(made).comment, fresh(made).commented_by) == (
        "Rutinen fanns på plats.",
        world.coordinator,
    )


def test_what_is_no_worse_the_municipality_reads_when_it_is_confirmed(
    world: World, client: Client
) -> None:
    case = waiting(world)
    made = proposed(world, case, "LED-03", "strength", level=4)
    url = reverse("amendment", args=[case.number, 1])
    client.force_login(world.coordinator)
    assert client.get(url).status_code == 404

    confirmed(world, made)

    assert WHY in client.get(url).content.decode()
    told = Notification.objects.filter(rule="decided", facts__step="adopt")
    assert {row.recipient for row in told} >= {world.coordinator, world.signatory, world.auditor}


@pytest.mark.parametrize(("choice", "state"), [("adopt", "confirmed"), ("reject", "declined")])
def test_the_officer_answers_on_her_page(
    world: World, client: Client, choice: str, state: str
) -> None:
    made = proposed(world, waiting(world), "LED-03", "strength", level=4)
    url = page_of(made, world.officer)
    assert post(client, world.officer, url, choice=choice).context["form"].errors["text"]

    post(client, world.officer, url, choice=choice, text="Underlaget är läst.")

    assert fresh(made).current_state == state


def test_the_lead_takes_it_back_on_its_page(world: World, client: Client) -> None:
    case = waiting(world)
    made = proposed(world, case, "LED-03", "strength", level=4)

    post(client, world.auditor, reverse("amendment", args=[case.number, 1]))

    assert fresh(made).current_state == "taken_back"


def test_the_decision_maker_sees_that_a_correction_waits(world: World, client: Client) -> None:
    case = waiting(world)
    url = taken(world, case, "decide", world.decision_maker)
    proposed(world, case, "LED-03", "strength", level=4)
    client.force_login(world.decision_maker)

    assert reverse("amendment", args=[case.number, 1]) in client.get(url).content.decode()
    said = {"version": "0", "choice": "grant", "reasons": "Allt är uppfyllt.", "decide": "1"}
    assert "Allt är uppfyllt." in client.post(url, said).content.decode()
    assert drive.fresh(case).is_running


def test_reconsidering_shows_both_bases_and_what_is_closed(world: World, client: Client) -> None:
    case = drive.decide(world, waiting(world))
    made = proposed(world, case, "TID-01", "minor", level=1)
    confirmed(world, made)
    url = page_of(made, world.decision_maker, declared=True)
    client.force_login(world.decision_maker)

    answer = client.get(url)

    assert answer.context["differences"][0].what == "Rapport"
    assert set(answer.context["form"].refusals) == {"uphold", "replace"}
    client.post(url, {"choice": "uphold", "text": "Nej."})
    assert fresh(made).current_state == "confirmed"
    client.post(url, {"choice": "refer", "text": "Brist."})
    assert fresh(made).current_state == "referred"


def test_the_officer_says_what_follows(world: World, client: Client) -> None:
    case = drive.decide(world, waiting(world))
    made = proposed(world, case, "TID-01", "minor", level=1)
    confirmed(world, made)
    url = page_of(made, world.decision_maker, declared=True)
    post(client, world.decision_maker, url, choice="refer", text="Brist.")

    post(client, world.officer, page_of(made, world.officer), text="Nytt besök i höst.")

    client.force_login(world.coordinator)
    page = client.get(reverse("amendment", args=[case.number, 1])).content.decode()
    assert "Nytt besök i höst." in page


def test_each_version_leads_to_the_other(world: World, client: Client) -> None:
    case = waiting(world)
    case = confirmed(world, proposed(world, case, "LED-03", "observation", level=1))
    first, second = [reverse("report", args=[case.number, one.number]) for one in reports(case)]
    client.force_login(world.coordinator)

    assert second in client.get(first).content.decode()
    page = client.get(second).content.decode()
    assert first in page
    for words in (WHY, "Rut Revisor", "Hanna Handläggare", "Bevilja när åtgärderna är godtagna"):
        assert words in page


def test_a_corrected_report_begins_with_everything_that_changed(
    world: World, client: Client
) -> None:
    case = waiting(world)
    case = confirmed(world, proposed(world, case, "LED-03", "observation", level=1))
    client.force_login(world.coordinator)

    page = client.get(reverse("report", args=[case.number, 2]))

    changed = {what: (before, now) for what, before, now in page.context["contents"].changes}
    assert changed["LED-03: Bedömning"] == ("Uppfyllt", "Observation")
    assert changed["LED-03: Nivå vid besöket"] == ("3", "1")
    assert "LED-03: Beskrivning" in changed
    assert "Rekommendation till beslutsfattaren" in changed
    assert not [what for what in changed if what.startswith("LED-01")]
    html = page.content.decode()
    assert html.index("LED-03: Bedömning") < html.index("Teamets slutsats")


def test_a_table_says_corrected_only_of_what_is(world: World, client: Client) -> None:
    case = waiting(world)
    made = proposed(world, case, "LED-03", "observation", level=1)
    url = reverse("amendment", args=[case.number, 1])
    client.force_login(world.auditor)
    before = client.get(url).content.decode()
    confirmed(world, made)

    after = client.get(url).content.decode()

    assert 'data-label="Föreslaget">Observation' in before
    assert 'data-label="Rättat">Observation' in after


def test_a_proposed_nonconformity_says_what_is_not_met(world: World, client: Client) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?criterion=TID-01"
    said = {"grade": "minor", "level": "1", "recommendation": "grant_after_actions"}
    same = written(case, "TID-01", **said, statement="Det saknas")

    answer = post(client, world.auditor, url, **same)

    assert "egen beskrivning" in str(answer.context["form"].errors)
    assert not Amendment.objects.exists()


def test_a_replaced_refusal_offers_no_appeal(world: World, client: Client) -> None:
    case = drive.decide(world, waiting(world, {"LED-03": "minor"}), "refuse")
    made = proposed(world, case, "LED-03", "conform", level=3)
    confirmed(world, made)
    url = page_of(made, world.decision_maker, declared=True)
    post(client, world.decision_maker, url, choice="replace", text="Kraven är uppfyllda.")
    client.force_login(world.coordinator)

    page = client.get(reverse("case_decision", args=[case.number, 1])).content.decode()

    assert reverse("case_decision", args=[case.number, 2]) in page
    assert reverse("case_appeal", args=[case.number]) not in page


def test_whoever_proposes_another_grade_confirms_the_statement_anew(
    world: World, client: Client
) -> None:
    case = waiting(world)
    url = reverse("propose_amendment", args=[case.number]) + "?criterion=LED-03"
    said = written(case, "LED-03")
    del said["fits"]

    answer = post(client, world.auditor, url, **said)
    assert set(answer.context["form"].errors) == {"fits"}
    assert not Amendment.objects.exists()
    post(client, world.auditor, url, **said, fits="on")

    assert Amendment.objects.get().after["grade"] == "strength"
