"""What happens in a case beside its tasks: it rests, gets more time, is written in, ends early.

Now and then somebody objects to a finding; the tasks that come of it are done like any other.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from processes.audit.report.models import Report
from processes.case.models import Case
from processes.case.policies import is_voluntary
from processes.closing import actions as closing
from processes.dialogue import actions as dialogue
from processes.disputes import actions as disputes
from processes.extending import actions as extending
from processes.extending import rules
from processes.parking import actions as parking
from processes.parking.models import Ground, Parking
from processes.roles import Role
from processes.simulation import pace
from processes.simulation.agenda import Agenda
from processes.simulation.luck import Luck, Shares
from processes.simulation.town import Town
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.models import Task

Deed = Callable[[Case, Random, datetime], None]


class Interludes:
    """Which cases something of this happens in, and when."""

    def __init__(self, town: Town, agenda: Agenda, luck: Luck, shares: Shares) -> None:
        self.town, self.agenda, self.luck, self.shares = town, agenda, luck, shares

    def began(self, case: Case, at: datetime, **_: object) -> None:
        """A case begins: perhaps something happens in it later."""
        shares = self.shares
        deeds: list[tuple[str, float, Deed]] = [
            ("rests", shares.rests, self._rest),
            ("more time", shares.more_time, self._more_time),
            ("writes", shares.writes, self._write),
            ("broken off", shares.broken_off, self._break_off),
        ]
        for name, share, deed in deeds:
            luck = self.luck.of(case.number, name)
            if luck.random() < share:
                self._later(case, luck, at, (5, 250), deed)

    def locked(self, subject: Report, step: str, at: datetime, **_: object) -> None:
        """A report is locked: perhaps the municipality objects to a finding of it."""
        luck = self.luck.of(subject.case.number, "disputes", subject.number)
        if step == "lock" and luck.random() < self.shares.disputes:
            self._later(subject.case, luck, at, (1, 10), self._object)

    def _later(
        self, case: Case, luck: Random, at: datetime, days: tuple[int, int], deed: Deed
    ) -> None:
        wait = timedelta(days=luck.randint(*days))
        self.agenda.add(pace.after(at, wait, luck), partial(self._do, case.pk, deed, luck))

    def _do(self, case: int, deed: Deed, luck: Random, at: datetime) -> None:
        found = self.town.case(case)
        if not found.is_running or found.is_unsent:
            return
        try:
            deed(found, luck, at)
        except Refused:
            return  # the rule is against it as the case stands

    def _rest(self, case: Case, luck: Random, at: datetime) -> None:
        until = local_date(at) + timedelta(days=luck.randint(10, 60))
        wanted = parking.Wanted(until, luck.choice(Ground.values), "Vi är för få.", "Det går inte.")
        if luck.random() < 0.5:
            parking.ask(case, wanted, by=self._client(case, luck), at=at)
            return
        made = parking.park(case, wanted, by=self._officer(luck), at=at)
        if luck.random() < 0.5:
            moment = pace.after(at, timedelta(days=5), luck)
            self.agenda.add(moment, partial(self._prolong, made.pk, luck))

    def _prolong(self, made: int, luck: Random, at: datetime) -> None:
        parked = Parking.objects.select_related("case").get(pk=made)
        until = parked.parked_until + timedelta(days=luck.randint(1, 30))
        given: dict[str, Any] = {"beyond": "Det går inte.", "by": self._officer(luck), "at": at}
        try:
            parking.prolong(parked, until, "Det dröjer.", **given)
        except Refused:
            return  # it has gone on, or rested as long as it may

    def _more_time(self, case: Case, luck: Random, at: datetime) -> None:
        tasks = Task.objects.filter(process=case.main_process_id, status__in=Task.OPEN)
        for task in tasks.select_related("process").order_by("pk"):
            last = rules.longest(task, case) if rules.is_extendable(task) else None
            if last is None or task.due is None or last <= task.due:
                continue
            if task.role == Role.COORDINATOR:
                extending.ask(
                    task, last, "Nämnden hinner inte.", by=self._client(case, luck), at=at
                )
            else:
                extending.give(task, last, "Sjukdom.", by=self._officer(luck), at=at)
            return

    def _write(self, case: Case, luck: Random, at: datetime) -> None:
        asks = dialogue.Said(dialogue.Kind.TO_BODY, "När kommer ni på besök?")
        dialogue.write(case, asks, by=self._client(case, luck), at=at)
        answers = dialogue.Said(dialogue.Kind.TO_MUNICIPALITY, "Det står i planen.")
        dialogue.write(case, answers, by=self._officer(luck), at=at)

    def _break_off(self, case: Case, luck: Random, at: datetime) -> None:
        if luck.random() < 0.5 and is_voluntary(case):
            signatory = self._one(Role.SIGNATORY, case.certification.organisation_id, luck)
            closing.withdraw(case, "Ny organisation.", by=signatory, at=at)
        else:
            closing.close(case, "other", "Ärendet går inte vidare.", by=self._officer(luck), at=at)

    def _object(self, case: Case, luck: Random, at: datetime) -> None:
        findings = list(case.audit.findings.order_by("pk"))
        by = self._client(case, luck)
        disputes.file(luck.choice(findings), "Så var det inte.", by=by, at=at)

    def _client(self, case: Case, luck: Random) -> Any:
        return self._one(Role.COORDINATOR, case.certification.organisation_id, luck)

    def _officer(self, luck: Random) -> Any:
        return self._one(Role.OFFICER, self.town.scheme.body_id, luck)

    def _one(self, role: str, place: int, luck: Random) -> Any:
        return self.town.people[luck.choice(self.town.holding(role, place))]
