"""The people: they hear of tasks when the engine announces them, and do them in their time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from django.db.models import QuerySet

from processes.case import actions as case_actions
from processes.case.models import Case
from processes.organisations.models import Person
from processes.simulation import pace, reviews
from processes.simulation.agenda import Agenda
from processes.simulation.hands import Hands, NotYetError
from processes.simulation.levels import skill
from processes.simulation.luck import Luck, Shares
from processes.simulation.people import actors
from processes.simulation.town import Town
from workflow import queues
from workflow.calendar import at_eight
from workflow.exceptions import Refused
from workflow.models import Task

SOON = timedelta(days=3)
LOOK_AGAIN = timedelta(days=12)


def at_hand(task: int) -> QuerySet[Task]:
    """A task as it is now."""
    return Task.objects.select_related("process").filter(pk=task)


class Workforce:
    """Everybody's work: put on the agenda as it comes, done when its moment is there."""

    def __init__(self, town: Town, agenda: Agenda, luck: Luck, shares: Shares) -> None:
        self.town, self.agenda, self.luck, self.shares = town, agenda, luck, shares
        self.steps = 0
        self.refused: Counter[str] = Counter()
        self._met: Counter[tuple[int, str]] = Counter()
        self._turns: Counter[int] = Counter()
        self._times: dict[str, Counter[str]] = defaultdict(Counter)

    def opened(self, task: Task, at: datetime, **_: object) -> None:
        """A task came: somebody will do it, most in time."""
        if not task.role:
            return
        name, process = task.flow_task.name, task.process
        luck = self._luck(task)
        times = 0
        # Of others nobody hears that they are over.
        if isinstance(process.subject, Case) and process.subject.is_running:
            times = self._times[process.business_key][name]
            self._times[process.business_key][name] += 1
        if name in actors.PASSED_OVER and luck.random() < self.shares.silent:
            return
        since = at
        if task.deadline is not None:
            since = max(at, at_eight(task.deadline.start))
        # What lapses on its last day cannot be late: people do not wait for that day.
        lapse = task.flow_task.lapse
        ends = lapse.last(task) if lapse is not None else None
        due = None if ends is not None and ends.date == task.due else task.due
        moment = pace.finished(since, due, luck, self.shares)
        self.agenda.add(moment, partial(self._take, task.pk, luck, times))
        self.agenda.add(at, partial(reviews.ask, task.pk, self.town))

    def returned(self, task: Task, at: datetime, **_: object) -> None:
        """A task came back to its queue: somebody takes it soon."""
        luck = self._luck(task)
        times = self._times[task.process.business_key][task.flow_task.name]
        self._put_off(task, SOON, at, partial(self._take, task.pk, luck, times), luck)
        self.agenda.add(at, partial(reviews.ask, task.pk, self.town))

    def closed(self, subject: Case, **_: object) -> None:
        """A case is over: nobody has to remember how often what came."""
        self._times.pop(subject.number, None)

    def began(self, case: Case, **_: object) -> None:
        """A case begins: the municipality has learnt from those before."""
        self._turns[case.organisation.pk] += 1

    def _luck(self, task: Task) -> Random:
        """The luck of a task: by municipality, node, and how often the node came there."""
        place, name = task.process.organisation_id, task.flow_task.name
        self._met[place, name] += 1
        return self.luck.of(self.town.codes.get(place, "body"), name, self._met[place, name])

    def _take(self, task_id: int, luck: Random, times: int, at: datetime) -> None:
        """Do a task that is still open; take it first if it lies in a queue."""
        task = at_hand(task_id).first()
        if task is None or not task.is_open:
            return
        again = partial(self._take, task_id, luck, times)
        if task.owner_id is None:
            person = self._claim(task, luck, at)
            if person is None:
                self._put_off(task, SOON, at, again, luck)
                return
            if self.shares.begins_first and task.flow_task.name in actors.BEGUN:
                wait = LOOK_AGAIN if luck.random() < self.shares.forgotten else SOON
                self._put_off(task, wait, at, again, luck)
                return
        elif luck.random() < self.shares.handed_back / (1 + times):
            person = self.town.people[task.owner_id]
            queues.hand_back(task, by=person, at=at, because="Jag är borta en tid.")
            return
        else:
            person = self.town.people[task.owner_id]
        self._do(task, self._hands(task, person, luck, times=times, at=at), again)

    def _put_off(self, task: Task, wait: timedelta, at: datetime, again: Any, luck: Random) -> None:
        """Whoever does it next looks again after a while."""
        self.agenda.add(pace.put_off(at, wait, task.due, luck, self.shares), again)

    def _claim(self, task: Task, luck: Random, at: datetime) -> Any:
        """Somebody of the queue takes the task; None when nobody may."""
        declared = task.flow_task.declared
        for person in self._queue(task, luck):
            try:
                if declared and luck.random() < self.shares.conflict:
                    why = "En nära vän arbetar där."
                    case_actions.declare_conflict(task, by=person, at=at, reason=why)
                    continue
                case_actions.claim(task, by=person, at=at, declared=declared)
            except Refused:
                continue
            return person
        return None

    def _queue(self, task: Task, luck: Random) -> Iterable[Any]:
        ids = list(self.town.holding(task.role, task.organisation_id or 0))
        luck.shuffle(ids)
        return (self.town.people[one] for one in ids)

    def _do(self, task: Task, hands: Hands, again: Any) -> None:
        try:
            actors.do(hands)
            self.steps += 1
        except NotYetError:
            self._put_off(task, SOON, hands.at, again, hands.luck)
        except Refused as refused:
            self.refused[f"{task.flow_task.name}: {refused.message}"] += 1
            self._put_off(task, LOOK_AGAIN, hands.at, again, hands.luck)

    def _hands(
        self, task: Task, person: Person, luck: Random, *, times: int, at: datetime
    ) -> Hands:
        place = task.process.organisation_id
        code = self.town.codes.get(place, "body")
        able = skill(self.luck.of(code, "skill"), self._turns[place])
        is_about_case = isinstance(task.process.subject, Case)
        return Hands(
            its_case=self.town.case(task.process.subject_id) if is_about_case else None,
            task=task,
            person=person,
            at=at,
            luck=luck,
            shares=self.shares,
            times=times,
            skill=able,
            town=self.town,
        )
