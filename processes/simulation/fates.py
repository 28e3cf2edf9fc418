"""What becomes of certificates beside their renewal: suspended, withdrawn, ended, appealed against.

Now and then an officer or a holder proposes something, somebody complains, a change is told; the
tasks that come of it are done like any other.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from processes.appeals.actions import appeal
from processes.case.models import Case, Certification
from processes.changing import actions as changing
from processes.complaints import actions as complaints
from processes.complaints.models import Complaint
from processes.decision.models import Decision
from processes.marks import actions as marks
from processes.restoring import actions as restoring
from processes.roles import Role
from processes.sanctions import actions
from processes.sanctions.basis import latest
from processes.sanctions.grounds import Ground, Kind
from processes.simulation import pace
from processes.simulation.agenda import Agenda
from processes.simulation.luck import Luck, Shares
from processes.simulation.town import Town
from processes.standing.models import Certificate
from workflow.calendar import local_date
from workflow.exceptions import Refused

GROUNDS = (Ground.MISUSE, Ground.FALSE_CLAIMS, Ground.FEE)
TURNED = {"suspend": ("suspend", "confirm"), "withdraw": ("withdraw",)}


class Fates:
    """Which certificates are spoken of before their last day, when and why."""

    def __init__(self, town: Town, agenda: Agenda, luck: Luck, shares: Shares) -> None:
        self.town, self.agenda, self.luck, self.shares = town, agenda, luck, shares

    def granted(self, subject: Case, step: str, at: datetime, **_: object) -> None:
        """A certificate was issued: perhaps something is proposed about it later."""
        if step != "grant":
            return
        self._told(subject, at)
        luck = self.luck.of(subject.number, "fate")
        chance, shares = luck.random(), self.shares
        of = subject.certification_id
        if chance < shares.suspends:
            self._later(luck, at, (40, 700), self._propose, of, Kind.SUSPEND, luck.choice(GROUNDS))
        elif chance < shares.suspends + shares.withdrawn:
            self._later(luck, at, (40, 700), self._propose, of, Kind.WITHDRAW, luck.choice(GROUNDS))
        elif chance < shares.suspends + shares.withdrawn + shares.ends:
            self._later(luck, at, (40, 700), self._propose, of, Kind.END, Ground.OWN_REQUEST)

    def _told(self, subject: Case, at: datetime) -> None:
        """Perhaps somebody complains of the municipality later, or it tells of a change."""
        luck = self.luck.of(subject.number, "told")
        if luck.random() < self.shares.complained:
            self._later(luck, at, (30, 600), self._complain, subject.certification_id)
        if luck.random() < self.shares.changes:
            self._later(luck, at, (30, 600), self._change, subject.certification_id)
        if luck.random() < self.shares.misused:
            self._later(luck, at, (30, 600), self._demand, subject.certification_id)

    def _demand(self, of: int, luck: Random, at: datetime) -> None:
        officer = self._one(Role.OFFICER, self.town.scheme.body_id, luck)
        said = marks.Misuse("Märket står på en sida om en annan tjänst.", "Ta bort det.")
        try:
            marks.demand(Certification.objects.get(pk=of), said, by=officer, at=at)
        except Refused:
            return  # an earlier demand is still open

    def _complain(self, of: int, luck: Random, at: datetime) -> None:
        certification = Certification.objects.get(pk=of)
        draft = complaints.Draft(
            once=f"{of} {at:%Y%m%d%H%M%S}",
            kind=luck.choice((Complaint.Kind.MUNICIPALITY, Complaint.Kind.BODY)),
            text="Ingen har svarat på vår fråga på tre veckor.",
            name="Fru Ek",
            email="ek@foretag.example",
            language="sv",
            about=certification.organisation,
        )
        if draft.kind == Complaint.Kind.BODY:
            draft = replace(draft, about=None)
        cycle = latest(certification).case.cycle
        complaints.lodge(self.town.scheme, cycle, draft, (), at=at)

    def _change(self, of: int, luck: Random, at: datetime) -> None:
        certification = Certification.objects.get(pk=of)
        by = self._one(Role.COORDINATOR, certification.organisation_id, luck)
        said = changing.Change("management", "Vi har fått en ny chef.", local_date(at))
        try:
            changing.report(certification, said, by=by, at=at)
        except Refused:
            return  # no certificate is in force any more

    def turned(self, subject: Certificate, step: str, at: datetime, **_: object) -> None:
        """A certificate was suspended or withdrawn: it comes back, or goes, or somebody appeals."""
        if step == "expire":
            self._expired(subject, at)
        if step not in TURNED:
            return
        luck = self.luck.of(str(subject), step, at.date())
        of = subject.certification_id
        if step == "suspend":
            if luck.random() < self.shares.restored:
                self._later(luck, at, (15, 120), self._propose, of, Kind.RESTORE, Ground.MET)
            else:
                self._later(luck, at, (60, 170), self._propose, of, Kind.WITHDRAW, Ground.UNMET)
        if luck.random() < self.shares.appeals:
            self._later(luck, at, (2, 30), self._appeal, of, TURNED[step])

    def _expired(self, subject: Certificate, at: datetime) -> None:
        """Perhaps its holder wants it back, where no renewal goes on."""
        luck = self.luck.of(str(subject), "restores")
        if luck.random() < self.shares.restores:
            self._later(luck, at, (5, 60), self._restore, subject.certification_id)

    def _restore(self, of: int, luck: Random, at: datetime) -> None:
        certification = Certification.objects.get(pk=of)
        by = self._one(Role.COORDINATOR, certification.organisation_id, luck)
        try:
            restoring.restore_expired(
                certification, "Vi har rättat det.", by=by, by_body=False, at=at
            )
        except Refused:
            return  # a renewal goes on, or the certificate is back

    def _later(
        self, luck: Random, at: datetime, days: tuple[int, int], deed: Any, *about: Any
    ) -> None:
        wait = timedelta(days=luck.randint(*days))
        self.agenda.add(pace.after(at, wait, luck), partial(deed, *about, luck))

    def _propose(self, of: int, kind: Kind, ground: Ground, luck: Random, at: datetime) -> None:
        certification = Certification.objects.get(pk=of)
        if not actions.is_proposable(latest(certification), kind, at):
            return
        officer = self._one(Role.OFFICER, self.town.scheme.body_id, luck)
        urgent = "Märket måste bort nu." if kind == Kind.SUSPEND and luck.random() < 0.2 else ""
        draft = actions.Draft(
            kind, ground, "Det har visat sig.", officer, "Rätta det som är fel.", urgent
        )
        try:
            if kind == Kind.END:
                signatory = self._one(Role.SIGNATORY, certification.organisation_id, luck)
                actions.put(certification, draft, by=signatory, at=at)
            else:
                actions.propose(certification, draft, by=officer, at=at)
        except Refused:
            return  # something else is proposed, or the status turned meanwhile

    def _appeal(self, of: int, kinds: tuple[str, ...], luck: Random, at: datetime) -> None:
        taken = Decision.objects.filter(certification=of, case=None, kind__in=kinds)
        against = taken.filter(decided_at__isnull=False).order_by("number").last()
        if against is None:
            return
        certificate = latest(against.certification)
        place = against.certification.organisation_id
        by = self._one(Role.COORDINATOR, place, luck)
        try:
            appeal(certificate.case, "Det stämmer inte.", by=by, at=at, against=against)
        except Refused:
            return  # it was at the holder's wish, or an appeal waits already

    def _one(self, role: str, place: int, luck: Random) -> Any:
        return self.town.people[luck.choice(self.town.holding(role, place))]
