"""What tests of decisions about certificates in force do and look for."""

from typing import Any

from django.test import Client
from django.urls import reverse

from processes.case.actions import claim
from processes.models import Case, Certificate, Decision, Proposal, StatusInterval
from processes.sanctions import actions
from processes.sanctions.actions import Draft
from processes.sanctions.grounds import REVISING, Ground, Kind
from tests.support.copies import remembered
from tests.support.world import World
from workflow import sweep
from workflow.models import Task


def draft(world: World, kind: Kind = Kind.SUSPEND, **more: Any) -> Draft:
    """A proposal with all that its gates ask."""
    grounds = {
        Kind.SUSPEND: Ground.MISUSE,
        Kind.RESTORE: Ground.MET,
        Kind.WITHDRAW: Ground.MISUSE,
        Kind.END: Ground.OWN_REQUEST,
        Kind.CORRECT: Ground.ERROR,
        Kind.REDUCE: Ground.PART,
        Kind.EXTEND: Ground.DOCUMENTS,
    }
    facts = {"ground": grounds[kind], "facts": "Märket används fel.", "named": world.officer}
    return Draft(**{"kind": kind, "conditions": "Rätta webben.", **facts, **more})


@remembered
def proposed(world: World, case: Case, kind: Kind = Kind.SUSPEND, **more: Any) -> Proposal:
    """An officer's proposal about the certificate of a case."""
    certification = Case.objects.get(pk=case.pk).certification
    if kind in REVISING:
        now = newest(case)
        more = {"scope": f"{now.scope} Ändrad.", "issued_to": now.issued_to, **more}
    return actions.propose(certification, draft(world, kind, **more), by=world.officer, at=world.at)


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as the database has it."""
    return Proposal.objects.get(pk=proposal.pk)


def task_of(proposal: Proposal) -> Task:
    """The open task of people about a proposal. Fails if there is none."""
    tasks = Task.objects.exclude(role="").filter(process=fresh(proposal).own_process)
    return tasks.get(finished=None)


@remembered
def answered(world: World, proposal: Proposal, text: str = "Vi rättar det.") -> Proposal:
    """The municipality answers."""
    actions.answer(fresh(proposal), text, by=world.coordinator, at=world.at)
    return fresh(proposal)


@remembered
def entered(world: World, proposal: Proposal, by: Any = None) -> Task:
    """A decision maker takes the room."""
    task = task_of(proposal)
    claim(task, by=by or world.decision_maker, at=world.at, declared=True)
    return task


@remembered
def settled(world: World, proposal: Proposal, *, as_proposed: bool = True) -> Proposal:
    """A decision maker takes the room and decides."""
    entered(world, proposal)
    decide(world, proposal, as_proposed=as_proposed)
    return fresh(proposal)


def decide(world: World, proposal: Proposal, *, as_proposed: bool = True) -> None:
    """The decision alone, by whoever decides."""
    words, by = "Underlaget visar det.", world.decision_maker
    actions.decide(fresh(proposal), words, as_proposed=as_proposed, by=by, at=world.at)


@remembered
def suspended(world: World, case: Case) -> Certificate:
    """The certificate of a case, suspended after a hearing."""
    settled(world, answered(world, proposed(world, case)))
    return newest(case)


def newest(case: Case) -> Certificate:
    """The newest certificate of a case's certification."""
    found: Certificate = case.certification.certificates.latest("pk")
    return found


def statuses(case: Case) -> list[str]:
    """The statuses that the certification's numbers have had, in order."""
    rows = StatusInterval.objects.filter(certification=case.certification_id)
    return list(rows.order_by("from_at", "pk").values_list("kind", flat=True))


class Hands:
    """Somebody at the pages, at a moment."""

    def __init__(self, world: World, client: Client, clock: Any) -> None:
        self.world, self.client, self.clock = world, client, clock

    def wait(self, moment: Any) -> None:
        """Time passes with nobody doing anything."""
        self.clock.move_to(moment)
        self.world.at = moment
        sweep.fire_due(moment)

    def get(self, who: Any, name: str, *args: Any, status: int = 200) -> str:
        """A page as somebody reads it."""
        self.client.force_login(who)
        response = self.client.get(reverse(name, args=args))
        assert response.status_code == status, response.content
        return response.content.decode()

    def post(self, who: Any, name: str, *args: Any, status: int = 302, **said: Any) -> str:
        """A form as somebody sends it."""
        self.client.force_login(who)
        response = self.client.post(reverse(name, args=args), said)
        assert response.status_code == status, response.content.decode()
        return response.content.decode()

    def propose(self, case: Case, kind: str, **said: Any) -> Proposal:
        """An officer proposes something on the page."""
        self.post(self.world.officer, "propose_sanction", newest(case), kind, **said)
        return Proposal.objects.latest("pk")

    def answer(self, asked: Proposal, text: str) -> None:
        """The coordinator answers on the task's page."""
        task = task_of(asked)
        if task.owner_id is None:
            claim(task, by=self.world.coordinator, at=self.world.at)
        self.post(self.world.coordinator, "task", task.pk, text=text)

    def letter(self, who: Any, case: Case, decision: Decision) -> str:
        """The page of a decision."""
        return self.get(who, "certificate_decision", newest(case), decision.number)

    def decide(self, asked: Proposal, choice: str = "as_proposed") -> Decision:
        """The decision maker decides in the room."""
        task = task_of(asked)
        claim(task, by=self.world.decision_maker, at=self.world.at, declared=True)
        said = {"choice": choice, "reasons": "Så visar underlaget.", "decide": "1"}
        version = str(Decision.objects.get(case=None, state="pending", kind=asked.kind).version)
        self.post(self.world.decision_maker, "task", task.pk, version=version, **said)
        taken = fresh(asked).decision
        assert taken is not None
        return taken
