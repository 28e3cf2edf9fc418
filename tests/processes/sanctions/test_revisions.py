"""A certificate is corrected, or its scope reduced: the next revision of the same number."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.models import Case, Certificate, Proposal
from processes.renewal.models import ProgrammeItem
from processes.sanctions import actions
from processes.sanctions.grounds import Ground, Kind
from processes.sanctions.rewording import reworded
from processes.standing.status import status_at
from tests.support import drive
from tests.support.sanctioning import (
    Hands,
    answered,
    decide,
    entered,
    fresh,
    newest,
    proposed,
    settled,
    statuses,
    suspended,
    task_of,
)
from tests.support.world import START, World
from workflow import sweep
from workflow.calendar import local_date, start_of
from workflow.exceptions import Conflict, Refused
from workflow.models import Timer
from workflow.trail import proof

pytestmark = pytest.mark.django_db
DAYS = ("number", "decided_date", "effective_date", "anchor_date", "expiry_date")


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.fixture
def hands(world: World, client: Client, clock: Any) -> Hands:
    return Hands(world, client, clock)


def correction(world: World, case: Case, **more: Any) -> Proposal:
    said = {"ground": Ground.ERROR, "scope": "Bygglov och miljö.", "issued_to": "Högsby kommun"}
    return proposed(world, case, Kind.CORRECT, **{**said, **more})


def reduction(world: World, case: Case, **more: Any) -> Proposal:
    name = newest(case).issued_to
    said = {"ground": Ground.PART, "scope": "Bygglov.", "issued_to": name}
    return proposed(world, case, Kind.REDUCE, **{**said, **more})


@pytest.mark.obligation(51, 55)
def test_a_corrected_certificate_keeps_number_days_and_status(
    world: World, certified: Case
) -> None:
    before = newest(certified)
    world.later(days=40)
    asked = correction(world, certified)
    assert (asked.current_state, task_of(asked).role) == ("ready", "decision_maker")

    asked = settled(world, asked)

    after = newest(certified)
    assert [getattr(after, one) for one in DAYS] == [getattr(before, one) for one in DAYS]
    assert (after.revision, after.scope, after.issued_to) == (
        before.revision + 1,
        "Bygglov och miljö.",
        "Högsby kommun",
    )
    assert after.revised_date == local_date(world.at)
    assert after.decision == asked.decision
    assert Certificate.objects.get(pk=before.pk).current_state == "replaced"
    assert statuses(certified) == ["valid"]
    about = ("certificate", "proposal", "decision", "programme")
    assert not [one for one in proof.differences() if any(name in one.row for name in about)]


def test_programme_and_last_day_go_on_with_the_next_revision(world: World, certified: Case) -> None:
    before = newest(certified)
    items = list(ProgrammeItem.objects.values_list("pk", "state", "opens_date"))
    settled(world, correction(world, certified))

    after = newest(certified)
    kept = ProgrammeItem.objects.filter(programme__certificate=after)
    assert list(kept.values_list("pk", "state", "opens_date")) == items
    assert waiting("expire") == [after.pk] != [before.pk]


@pytest.mark.obligation(46)
def test_who_prepared_or_audited_does_not_decide_on_it(world: World, certified: Case) -> None:
    asked = correction(world, certified)

    with pytest.raises(Conflict):
        entered(world, asked, by=world.officer)
    with pytest.raises(Conflict):
        entered(world, asked, by=world.auditor)


def test_a_suspended_certificate_stays_suspended_when_it_is_corrected(
    world: World, certified: Case
) -> None:
    limit = suspended(world, certified).suspended_until

    settled(world, correction(world, certified))

    after = newest(certified)
    assert (after.current_state, after.suspended_until) == ("suspended", limit)
    assert statuses(certified) == ["valid", "suspended"]
    assert waiting("near_limit") == [after.pk]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scope": " "}, "no_words"),
        ({"issued_to": ""}, "no_words"),
        ({"ground": Ground.PART}, "ground_does_not_fit"),
    ],
)
def test_a_correction_says_what_it_is_to_say(
    world: World, certified: Case, change: Any, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        correction(world, certified, **change)

    assert refused.value.code == f"refused.{code}"


def test_what_it_says_already_is_no_correction(world: World, certified: Case) -> None:
    now = newest(certified)
    with pytest.raises(Refused) as refused:
        correction(world, certified, scope=now.scope, issued_to=now.issued_to)

    assert refused.value.code == "refused.same_words"


@pytest.mark.obligation(76)
def test_a_reduced_scope_is_heard_first_and_the_next_revision_says_it(
    world: World, certified: Case
) -> None:
    asked = reduction(world, certified)
    assert (asked.current_state, task_of(asked).role) == ("hearing", "coordinator")

    settled(world, answered(world, asked))

    assert newest(certified).scope == "Bygglov."
    assert statuses(certified) == ["valid"]
    told = Notification.objects.filter(rule="decided", facts__kind="reduce")
    assert told.filter(recipient=world.coordinator).exists()


def test_who_wishes_it_is_not_heard_first(world: World, certified: Case) -> None:
    asked = reduction(world, certified, ground=Ground.OWN_REQUEST)

    assert asked.current_state == "ready"


@pytest.mark.obligation(74, 76)
@pytest.mark.parametrize(("was_all", "status"), [(True, "valid"), (False, "suspended")])
def test_a_reduction_ends_a_suspension_only_where_the_part_was_its_whole_ground(
    world: World, certified: Case, was_all: bool, status: str
) -> None:
    suspended(world, certified)

    settled(world, answered(world, reduction(world, certified, ends_suspension=was_all)))

    after = newest(certified)
    assert status_at(after, local_date(world.at)) == status
    assert statuses(certified)[-1] == status
    assert (after.suspended_until is None) is was_all
    about = ("certificate", "statusinterval")
    assert not [one for one in proof.differences() if any(name in one.row for name in about)]


def test_two_revisions_at_once_are_decided_one_after_the_other(
    world: World, certified: Case
) -> None:
    reduced = answered(world, reduction(world, certified))
    entered(world, reduced)
    settled(world, correction(world, certified))

    with pytest.raises(Conflict) as conflict:
        decide(world, reduced)

    assert conflict.value.code == "conflict.basis_changed"
    actions.freeze_anew(fresh(reduced), by=world.decision_maker, at=world.at)
    decide(world, reduced)
    assert (newest(certified).revision, newest(certified).scope) == (3, "Bygglov.")


def test_a_renewal_keeps_words_that_were_corrected_and_not_those_applied_for(
    world: World, certified: Case, clock: Any
) -> None:
    settled(world, correction(world, certified))
    item = ProgrammeItem.objects.get(kind="recertification")
    ProgrammeItem.objects.filter(kind="surveillance").delete()
    world.at = start_of(item.opens_date)
    clock.move_to(world.at)
    sweep.fire_due(world.at)
    case = Case.objects.get(state="running")

    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    new = drive.issued(drive.decide(world, drive.report(world, drive.visit(world, case))))

    assert (new.revision, new.scope, new.revised_date) == (3, "Bygglov och miljö.", None)


def waiting(step: str) -> list[int]:
    """Of which certificates a step is promised."""
    kept = Timer.objects.filter(status=Timer.Status.WAITING, step=step)
    return [one.subject_id for one in kept if one.subject_type.model == "certificate"]


def test_words_that_differ_are_marked_and_no_others() -> None:
    found = reworded("Omfattning", "Bygglov och miljö", "Bygglov, tillsyn och miljö")

    assert found is not None
    assert "".join(part.text for part in found.now) == "Bygglov, tillsyn och miljö"
    assert [part.text for part in found.now if part.differs] == ["Bygglov, tillsyn "]
    assert [part.text for part in found.before if part.differs] == ["Bygglov "]
    assert reworded("Omfattning", "lika", "lika") is None


@pytest.mark.obligation(55, 58)
def test_asked_for_checked_decided_and_in_the_register_at_once(
    world: World, hands: Hands, certified: Case
) -> None:
    before = newest(certified)
    page = hands.get(world.coordinator, "ask_sanction", before, "correct")
    assert before.scope in page
    said = {"facts": "Namnet är felstavat.", "scope": before.scope, "issued_to": "Högsby kommun"}
    hands.post(world.coordinator, "ask_sanction", before, "correct", **said)
    asked = Proposal.objects.get()
    task = task_of(asked)
    actions_page = hands.get(world.coordinator, "sanction", before, asked.number)
    assert "Namnet är felstavat." in actions_page
    drive.claim(task, by=world.officer, at=world.at)
    assert "<ins>" in hands.get(world.officer, "task", task.pk)
    said = {**said, "ground": "error", "prepare": "1"}
    hands.post(world.officer, "task", task.pk, **said)

    decision = hands.decide(asked)

    after = newest(certified)
    letter = hands.letter(world.coordinator, certified, decision)
    assert "<del>" in letter
    assert "Beslut: certifikatet rättas" in letter
    assert "Överklaga" not in letter
    told = json.loads(b"".join(hands.client.get(reverse("register_json"))))["certificates"]
    (row,) = [one for one in told if one["number"] == after.number]
    assert (row["revision"], row["revised"], row["status"]) == (
        after.revision,
        local_date(world.at).isoformat(),
        "valid",
    )
    assert f"{after}" in hands.get(world.coordinator, "certificate", before)
    feed = hands.client.get(reverse("register_feed")).content.decode()
    assert "certifikatet rättat" in feed


def test_only_a_signatory_gives_up_a_part(world: World, hands: Hands, certified: Case) -> None:
    certificate = newest(certified)
    hands.get(world.coordinator, "ask_sanction", certificate, "reduce", status=403)
    said = {"facts": "Vi lägger ned tillsynen.", "scope": "Bygglov."}
    hands.post(world.signatory, "ask_sanction", certificate, "reduce", **said)

    assert Proposal.objects.get().ground == "own_request"
