"""The municipalities: they apply, apply again after a refusal, and people come and go in them."""

from datetime import date, datetime, timedelta
from functools import partial

from processes import kinds
from processes.appeals.actions import appeal
from processes.appeals.policies import is_appealable
from processes.application.actions import begin, is_certified
from processes.case.models import Case
from processes.organisations.models import Organisation
from processes.roles import Role
from processes.simulation import pace
from processes.simulation.agenda import Agenda
from processes.simulation.luck import Luck, Shares
from processes.simulation.town import Town
from processes.standing.models import Certificate
from workflow.calendar import local_date

ENDED = ("refuse", "decline", "withdraw", "close", "erase_draft", "leave", "lapse")
OVER = ("expire", "withdraw", "discontinue")


class Applicants:
    """Who applies when."""

    def __init__(self, town: Town, agenda: Agenda, luck: Luck, shares: Shares) -> None:
        self.town, self.agenda, self.luck, self.shares = town, agenda, luck, shares

    def invite(self, first: date, within: timedelta) -> None:
        """Let every municipality apply some day of a period."""
        for place in self.town.municipalities:
            luck = self.luck.of(place.code, "applies")
            day = first + luck.random() * within
            self.agenda.add(pace.on_workday(day, luck), partial(self._apply, place))

    def ended(self, subject: Case, step: str, at: datetime, **_: object) -> None:
        """A case ended without a certificate: most try again."""
        if step in ENDED:
            self._try_again(subject.organisation, at)
        if step == "refuse":
            self._perhaps_appeal(subject, at)

    def _perhaps_appeal(self, case: Case, at: datetime) -> None:
        luck = self.luck.of(case.number, "appeals")
        if luck.random() < self.shares.appeals:
            wait = timedelta(days=luck.randint(2, 30))
            self.agenda.add(pace.after(at, wait, luck), partial(self._appeal, case.pk))

    def _appeal(self, case_id: int, at: datetime) -> None:
        case = self.town.case(case_id)
        if not is_appealable(case):
            return
        coordinators = self.town.holding(Role.COORDINATOR, case.certification.organisation_id)
        by = self.town.people[coordinators[-1]]
        appeal(case, "Underlaget är inte rätt läst.", by=by, at=at)

    def expired(self, subject: Certificate, step: str, at: datetime, **_: object) -> None:
        """A certificate is no more: most apply anew, if no renewal is under way."""
        if step in OVER:
            self._try_again(subject.certification.organisation, at)

    def _try_again(self, place: Organisation, at: datetime) -> None:
        luck = self.luck.of(place.code, "again", at.date())
        if luck.random() < self.shares.applies_again:
            wait = timedelta(days=luck.randint(90, 400))
            self.agenda.add(pace.after(at, wait, luck), partial(self._apply, place))

    def _apply(self, place: Organisation, at: datetime) -> None:
        """The coordinator begins an application, where none is needed already."""
        scheme = self.town.scheme
        running = Case.objects.running().filter(certification__organisation=place)
        is_running = running.filter(certification__scheme=scheme).exists()
        if is_running or is_certified(place, scheme, local_date(at)):
            return
        coordinator = self.town.people[self.town.holding(Role.COORDINATOR, place.pk)[-1]]
        luck = self.luck.of(place.code, "transfers", at.date())
        kind = kinds.TRANSFER if luck.random() < self.shares.transfers else kinds.INITIAL
        begin(place, scheme, by=coordinator, at=at, kind=kind)
