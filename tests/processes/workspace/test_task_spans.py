"""Who had which task, and when: told by the entries of the trail alone."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from processes.case import exclusions
from processes.case.actions import claim, declare_conflict, take_next
from processes.case.exclusions import Source
from processes.closing import actions as closing
from processes.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import queues, sweep, trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict
from workflow.models import Task, TrailEntry

pytestmark = pytest.mark.django_db


class Span(NamedTuple):
    """Somebody had a task from a moment to another."""

    task: int
    person: int
    since: datetime
    until: datetime


class Watch:
    """Looks at the tasks of a case after each change: what really happened."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.holding: dict[int, tuple[int, datetime]] = {}
        self.seen: list[Span] = []
        self.look()

    def tasks(self) -> Any:
        return Task.objects.filter(process__chain=self.case.main_process.chain_id)

    def look(self) -> None:
        """Note whose hands tasks have left and come to, at the world's moment."""
        at = self.world.at
        now = dict(
            self.tasks()
            .filter(status__in=Task.OPEN, owner__isnull=False)
            .values_list("pk", "owner_id")
        )
        for task, (person, since) in list(self.holding.items()):
            if now.get(task) != person:
                self.seen.append(Span(task, person, since, at))
                del self.holding[task]
        for task, person in now.items():
            self.holding.setdefault(task, (person, at))

    def told(self) -> list[Span]:
        """The same by the entries; what began and ended at one moment nobody could look at."""
        spans = [
            Span(one["task"], one["person"], datetime.fromisoformat(one["since"]), entry.at)
            for entry in TrailEntry.objects.filter(chain=self.case.main_process.chain_id)
            for one in entry.data.get("had", [])
        ]
        return [span for span in spans if span.since != span.until]


class Journey:
    """A case whose tasks change hands; each change an hour after the last, and looked at."""

    def __init__(self, world: World) -> None:
        self.world, self.case = world, drive.apply(world)
        self.watch = Watch(world, self.case)

    def task(self, node: str) -> Task:
        return drive.open_task(self.case, node)

    def do(self, change: Any, *given: Any, **named: Any) -> None:
        at = self.world.later(hours=1)
        change(*given, **named, at=at)
        self.watch.look()

    def stage(self, drive_it: Any) -> None:
        """Go through a stage; all of it is of one moment."""
        self.world.later(hours=1)
        drive_it(self.world, self.case)
        self.watch.look()

    def claim(self, node: str, by: Any, *, declared: bool = False) -> None:
        self.do(claim, self.task(node), by=by, declared=declared)


@pytest.fixture
def journey(world: World) -> Journey:
    return Journey(world)


def test_the_entries_tell_who_had_each_task_and_when(world: World, journey: Journey) -> None:
    review, lead = "review_application", "lead_audit"
    journey.claim(review, world.officer)
    journey.do(queues.hand_back, journey.task(review), by=world.officer)
    journey.claim(review, world.officer)
    journey.stage(drive.accept)
    journey.stage(drive.assess)
    journey.claim(lead, world.auditor, declared=True)
    journey.do(queues.assign, journey.task(lead), to=world.second_auditor, by=world.auditor)
    journey.do(queues.hand_back, journey.task(lead), by=None, because="Semester")
    journey.claim(lead, world.second_auditor, declared=True)
    journey.do(declare_conflict, journey.task(lead), by=world.second_auditor, reason="Jäv.")
    journey.stage(drive.lead)
    journey.do(closing.withdraw, drive.fresh(journey.case), "Ny nämnd.", by=world.signatory)

    told, seen = journey.watch.told(), journey.watch.seen
    assert sorted(told) == sorted(seen)
    assert {one.person for one in told} >= {
        one.pk for one in (world.officer, world.auditor, world.second_auditor, world.coordinator)
    }
    assert len([one for one in told if one.until == world.at]) == 1
    assert journey.watch.holding == {}


def test_a_claim_that_lay_idle_is_told_too(world: World, journey: Journey) -> None:
    journey.stage(drive.accept)
    journey.stage(drive.assess)
    journey.claim("lead_audit", world.auditor, declared=True)
    world.later(days=60)
    assert sweep.return_idle_claims(world.at) == 1
    journey.watch.look()

    assert sorted(journey.watch.told()) == sorted(journey.watch.seen)
    assert journey.watch.seen[-1].person == world.auditor.pk


def test_a_task_taken_in_passing_and_lost_by_a_bar_is_told(world: World, journey: Journey) -> None:
    journey.do(lambda at: take_next(world.officer, at=at, since=at))
    journey.do(
        lambda at: exclusions.exclude(
            journey.case.main_process, world.officer, reason="x", at=at, source=Source.DECLARED
        )
    )

    [told] = journey.watch.told()
    assert (told.person, told.since) == (world.officer.pk, journey.watch.seen[-1].since)


def test_who_does_a_task_without_taking_it_had_it_at_that_moment(
    world: World, journey: Journey
) -> None:
    application = drive.fresh(journey.case).application
    before = len(journey.watch.told())

    entry = perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enhet.")

    assert entry.actor == world.officer
    assert len(journey.watch.told()) == before


def test_the_proof_says_nothing_of_a_holding_that_was_over(world: World, journey: Journey) -> None:
    journey.claim("review_application", world.officer)
    stale = journey.task("review_application")
    journey.do(queues.hand_back, journey.task("review_application"), by=world.officer)
    journey.claim("review_application", world.officer)

    with pytest.raises(Conflict):
        queues.hand_back(stale, by=world.officer, at=world.later(hours=1))

    assert len([one for one in journey.watch.told() if one.person == world.officer.pk]) == 1
    assert not [*trail.verify(journey.case.main_process.chain)]
