"""Every case can be ended, wherever it stands; nothing that it promised comes afterwards."""

from collections.abc import Collection

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from notifications import outbox
from notifications.models import Notification
from processes import kinds
from processes.application.actions import begin
from processes.case import nodes
from processes.closing import actions
from processes.evidence import actions as evidence
from processes.models import Application, Case, Evidence
from processes.self_assessment.actions import Ask, ask
from tests.support import drive, stages
from tests.support.world import World
from workflow import queues, sweep, trail
from workflow.engine import stops
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Process, Task, Timer, TrailChain, TrailEntry

OVER = {"granted", "refused", "reconsidering"}
LED_BY_THE_BODY = {"surveilled"}
RUNNING = sorted(set(stages.STATES) - OVER)
VOLUNTARY = sorted(set(RUNNING) - LED_BY_THE_BODY)


def in_state(world: World, name: str) -> Case:
    return drive.fresh(stages.STATES[name](world, world.municipality))


def waiting(case: Case, beside: Collection[Process] = ()) -> list[str]:
    """The steps that rows of the case still promise, but for those of the flows ``beside`` it."""
    found = []
    for timer in Timer.objects.filter(status="waiting"):
        row = timer.subject
        process = row.process if isinstance(row, Task) else getattr(row, "process", None)
        if process is None or process in beside:
            continue
        if process.chain_id == case.main_process.chain_id:
            found.append(timer.step)
    return found


def outlasting(case: Case) -> list[Process]:
    """What is running beside the case though it has ended, by a flow that outlives cases."""
    running = Process.objects.filter(chain=case.main_process.chain_id, finished=None)
    return [one for one in running if getattr(one.flow_class, "ends_with", None) == ()]


def ended(case: Case, *, leaves: tuple[str, ...] = ()) -> None:
    """Nothing of the case goes on, but for the flows that it ``leaves`` to the body."""
    left = outlasting(case)
    assert tuple(one.flow_class.__name__ for one in left) == leaves
    processes = Process.objects.filter(chain=case.main_process.chain_id)
    processes = processes.exclude(pk__in=[one.pk for one in left])
    assert not processes.filter(finished=None).exists()
    assert not Task.objects.filter(process__in=processes, finished=None).exists()
    assert waiting(case, beside=left) == []
    assert not [*trail.verify(TrailChain.objects.get(pk=case.main_process.chain_id))]


def leave(world: World, case: Case) -> None:
    """End a case for the municipality by whatever way is open."""
    if case.is_unsent:
        actions.discard(case, by=world.coordinator, at=world.at)
    else:
        actions.withdraw(case, "Ny nämnd.", by=world.signatory, at=world.at)


def may_not(world: World, case: Case) -> None:
    """A draft is the coordinator's to delete; after the agreement only a signatory withdraws."""
    if case.is_unsent:
        with pytest.raises(NotPermitted):
            actions.discard(case, by=world.signatory, at=world.at)
    elif case.is_bound:
        with pytest.raises(NotPermitted):
            actions.withdraw(case, "", by=world.coordinator, at=world.at)


def test_before_the_agreement_a_coordinator_suffices(world: World) -> None:
    case = in_state(world, "to_be_signed")

    actions.withdraw(case, "", by=world.coordinator, at=world.at)

    assert drive.fresh(case).current_state == "withdrawn"


@pytest.mark.parametrize("state", VOLUNTARY)
def test_the_municipality_can_leave_in_every_state_and_begin_anew(world: World, state: str) -> None:
    case = in_state(world, state)
    may_not(world, case)

    leave(world, case)

    ended(case)
    assert drive.fresh(case).current_state in ("withdrawn", "deleted")
    again = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)
    assert again.previous == case


@pytest.mark.parametrize("state", RUNNING)
def test_an_officer_can_close_a_case_in_every_state(world: World, state: str) -> None:
    case = in_state(world, state)

    actions.close(case, "no_answer", "Ingen svarar.", by=world.officer, at=world.at)

    # A surveillance stays owed: an officer is asked how it goes on.
    ended(case, leaves=("OverdueFlow",) if state in LED_BY_THE_BODY else ())
    closed = drive.fresh(case)
    assert (closed.current_state, closed.ground) == ("closed", "no_answer")
    assert closed.reasons == "Ingen svarar."


@pytest.mark.parametrize("state", ["to_be_led", "answering", "report_sent", "team_proposed"])
def test_nothing_that_was_promised_happens_after_the_end(world: World, state: str) -> None:
    case = in_state(world, state)
    assert waiting(case)
    actions.close(case, "other", "Skäl.", by=world.officer, at=world.at)
    told = TrailEntry.objects.filter(chain=case.main_process.chain_id).count()

    sweep.fire_due(world.later(days=900))
    sweep.return_idle_claims(world.at)

    assert TrailEntry.objects.filter(chain=case.main_process.chain_id).count() == told


def test_rows_that_promise_say_where_their_process_is(world: World) -> None:
    assert {model.__name__ for model in stops.promising()} >= {"Audit", "Report", "CorrectivePlan"}


def test_what_goes_on_beside_a_case_ends_with_it(world: World) -> None:
    case = in_state(world, "assessing")
    criteria = tuple(answer.criterion for answer in case.self_assessment.answers.all()[:1])
    ask(
        case.self_assessment,
        Ask(person=world.contributor, criteria=criteria),
        by=world.coordinator,
        at=world.at,
    )
    assert Task.objects.filter(owner=world.contributor, finished=None).exists()

    actions.withdraw(case, "", by=world.signatory, at=world.at)

    ended(case)
    told = Notification.objects.filter(rule="ended").values_list("recipient__name", flat=True)
    assert world.contributor.name in told
    assert world.officer.name in told
    assert world.signatory.name not in told


def test_whoever_is_meant_several_times_hears_once(world: World) -> None:
    case = in_state(world, "to_be_signed")
    task = drive.open_task(case, "sign_agreement")
    queues.claim(task.pk, by=world.signatory, at=world.at)
    announced: list[Notification] = []

    def count(rows: list[Notification], **more: object) -> None:
        announced.extend(row for row in rows if row.rule == "ended")

    outbox.announced.connect(count)
    actions.close(case, "unsigned", "Ingen svarar.", by=world.officer, at=world.at)
    outbox.announced.disconnect(count)

    told = [row.recipient_id for row in announced]
    assert sorted(told) == sorted(set(told))
    assert world.signatory.pk in told


def test_every_flow_beside_a_case_says_whether_it_ends_with_it() -> None:
    of_cases = {kind.flow.rpartition(".")[2] for kind in kinds.KINDS.values()}
    silent = {flow.__name__ for flow in nodes.flows() if not hasattr(flow, "ends_with")}

    assert silent == of_cases


def test_a_surveillance_cannot_be_withdrawn(world: World) -> None:
    case = in_state(world, "surveilled")

    with pytest.raises(Refused):
        actions.withdraw(case, "", by=world.signatory, at=world.at)


@pytest.mark.parametrize("who", ["officer", "auditor", "contributor", "neighbour_coordinator"])
def test_nobody_else_withdraws(world: World, who: str) -> None:
    case = in_state(world, "submitted")

    with pytest.raises(NotPermitted):
        actions.withdraw(case, "", by=getattr(world, who), at=world.at)


def test_who_is_second_to_end_a_case_finds_it_ended(world: World) -> None:
    case = in_state(world, "submitted")
    stale = drive.fresh(case)
    actions.withdraw(case, "", by=world.coordinator, at=world.at)

    with pytest.raises(Conflict):
        actions.close(stale, "other", "Skäl.", by=world.officer, at=world.at)


def test_a_deleted_draft_loses_what_was_written_and_keeps_number_and_trail(world: World) -> None:
    case = in_state(world, "draft")
    case.application.scope = "Service till företag"
    case.application.save(update_fields=["scope"])
    path = default_storage.save(f"{case.pk}/abc", ContentFile(b"x"))
    Evidence.objects.create(
        case=case, title="Rutin", file=path, added_by=world.coordinator, added_at=world.at
    )

    actions.discard(case, by=world.coordinator, at=world.at)

    deleted = drive.fresh(case)
    assert deleted.current_state == "deleted"
    assert (deleted.application.scope, deleted.application.contact_email) == ("", "")
    assert not deleted.evidence.exists()
    told = TrailEntry.objects.filter(chain=case.main_process.chain_id)
    steps = list(told.order_by("sequence").values_list("step", flat=True))
    assert steps == ["open", "erase_draft", "end_tasks", "erase_evidence"]


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_deleted_draft_are_gone(shared_world: World) -> None:
    world = shared_world
    case = in_state(world, "draft")
    path = default_storage.save(f"{case.pk}/abc", ContentFile(b"x"))
    Evidence.objects.create(
        case=case, title="Rutin", file=path, added_by=world.coordinator, added_at=world.at
    )

    actions.discard(case, by=world.coordinator, at=world.at)

    assert not default_storage.exists(path)
    assert evidence.Evidence.objects.filter(case=case).count() == 0


def test_what_was_sent_is_not_deleted(world: World) -> None:
    case = in_state(world, "draft")
    stale = drive.fresh(case)
    assert stale.application.current_state == "draft"
    Application.objects.filter(case=case).update(
        scope="Service", sites="Stadshuset", consultancy="Nej"
    )
    perform(drive.fresh(case).application.submit, by=world.coordinator, moment=world.at)

    with pytest.raises(Refused):
        actions.discard(stale, by=world.coordinator, at=world.at)


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def test_an_old_page_says_that_the_case_has_ended_and_shows_what_was_written(world: World) -> None:
    case = in_state(world, "submitted")
    task = drive.open_task(case, "review_application")
    client = signed_in(world.officer)
    client.post(reverse("task_claim", args=[task.pk]))
    actions.withdraw(case, "", by=world.coordinator, at=world.at)

    answer = client.post(
        reverse("task", args=[task.pk]), {"step": "decline", "reasons": "Ryms inte."}
    )

    assert answer.status_code == 409
    assert "withdrawn by the municipality" in answer.content.decode()
    assert "Ryms inte." in answer.content.decode()


def test_closing_twice_shows_the_text_again(world: World) -> None:
    case = in_state(world, "submitted")
    actions.withdraw(case, "", by=world.coordinator, at=world.at)

    answer = signed_in(world.officer).post(
        reverse("case_end", args=[case.number]), {"ground": "other", "reasons": "Ingen svarade."}
    )

    assert answer.status_code == 409
    assert "Ingen svarade." in answer.content.decode()


def test_the_page_of_an_officer_asks_for_ground_and_reasons(world: World) -> None:
    case = in_state(world, "to_be_signed")
    client, address = signed_in(world.officer), reverse("case_end", args=[case.number])

    assert client.post(address, {"ground": "unsigned"}).status_code == 200
    assert drive.fresh(case).is_running
    client.post(address, {"ground": "unsigned", "reasons": "Två påminnelser."})

    assert drive.fresh(case).outcome == "avslutat: avtalet är inte undertecknat"
    page = signed_in(world.coordinator).get(reverse("case", args=[case.number]))
    assert "Två påminnelser." in page.content.decode()
