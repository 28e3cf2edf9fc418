"""Anybody tries anything, in any order: the rules of a walk, and what must hold after each."""

import inspect
from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from processes.application import actions as application_actions
from processes.audit import actions as audit_actions
from processes.audit import report_actions
from processes.audit.models import Finding
from processes.case import actions as case_actions
from processes.models import Case, Certificate, Decision, TeamMember
from processes.self_assessment import actions as assessment_actions
from tests import drive
from tests import world as worlds
from tests.world import World
from workflow import execution, trail
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.models import StatefulModel, Task
from workflow.transitions import perform

PEOPLE = (
    "coordinator",
    "signatory",
    "officer",
    "auditor",
    "second_auditor",
    "decision_maker",
    "neighbour_coordinator",
)
GRADES = ("conform", "conform", "conform", "minor", "major", "observation", "strength")
ACTIONS: dict[tuple[str, str], Callable[..., Any]] = {
    ("application", "accept"): application_actions.accept,
    ("selfassessment", "submit"): assessment_actions.submit,
    ("report", "send_draft"): report_actions.send_draft,
    ("report", "lock"): report_actions.lock,
}


REACHED: set[str] = set()
"""The ends the walks came to: a walk that never gets far proves nothing."""


class Walk(RuleBasedStateMachine):
    """One case, seven people, every step of every machine."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        world = self.world
        self.at = world.at = worlds.START
        self.case = application_actions.begin(
            world.municipality, world.scheme, by=world.coordinator, at=self.at
        )

    @initialize(begin=st.sampled_from(("application", "visit", "actions", "decision", "decision")))
    def begin_somewhere(self, begin: str) -> None:
        """Half of the walk's length is not spent on the first stages."""
        world = self.world
        if begin == "application":
            return
        perform(drive.fresh(self.case).withdraw, by=None, at=self.at, moment=self.at)
        execution.cancel(self.case.main_process, at=self.at)
        self.case = drive.audited(world)
        grades = {"LED-01": "major", "TID-01": "minor"} if begin == "actions" else None
        if begin != "visit":
            self.case = drive.report(world, drive.visit(world, self.case, grades))

    def teardown(self) -> None:
        REACHED.add(Case.objects.get(pk=self.case.pk).current_state)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _try(self, change: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                change()
        except Refused:
            return

    def _subjects(self) -> list[StatefulModel]:
        case = drive.fresh(self.case)
        found: list[Any] = [case]
        names = ("application", "agreement", "self_assessment", "audit", "corrective_plan")
        found += [row for name in names if (row := getattr(case, name, None)) is not None]
        if hasattr(case, "audit"):
            found += list(case.audit.reports.all())
        if hasattr(case, "corrective_plan"):
            found += list(case.corrective_plan.responses.all())
        return found + list(case.decisions.all())

    @rule(who=st.sampled_from(PEOPLE), draw=st.data())
    def take_a_step(self, who: str, draw: Any) -> None:
        person = getattr(self.world, who)
        subject = draw.draw(st.sampled_from(self._subjects()))
        moves = list(subject.state_field().get_all_transitions(type(subject)))
        name = draw.draw(st.sampled_from(sorted({move.name for move in moves})))
        self._step(subject, name, person)

    def _step(self, subject: Any, name: str, person: Any) -> None:
        action = ACTIONS.get((subject._meta.model_name, name))
        if action is not None:
            self._try(lambda: action(subject, by=person, at=self.at))
        else:
            step = getattr(subject, name)
            self._try(lambda: perform(step, by=person, at=self.at, **self._given(step, person)))

    def _given(self, step: Any, person: Any) -> dict[str, Any]:
        known = {
            "moment": self.at,
            "signatory": person,
            "decider": person,
            "day": local_date(self.at),
            "case": self.case,
        }
        names = inspect.signature(step).parameters
        return {name: known.get(name, "Därför.") for name in names}

    @rule(who=st.sampled_from(PEOPLE), declared=st.booleans())
    def claim_something(self, who: str, declared: bool) -> None:
        person = getattr(self.world, who)
        tasks = Task.objects.filter(process=self.case.main_process, owner=None)
        for task in tasks.filter(status__in=Task.OPEN).exclude(role=""):
            self._try(
                lambda task=task: case_actions.claim(task, by=person, at=self.at, declared=declared)
            )

    @rule(who=st.sampled_from(("auditor", "second_auditor")))
    def present_a_team(self, who: str) -> None:
        audit = getattr(drive.fresh(self.case), "audit", None)
        if audit is not None:
            person = getattr(self.world, who)
            self._try(lambda: audit_actions.propose_team(audit, [], by=person, at=self.at))

    @rule(draw=st.data())
    def do_the_open_task(self, draw: Any) -> None:
        """Who holds the open task takes one of its steps: this brings the walk forward."""
        self.write(level=3, grade="conform")
        for task in drive.human_tasks(self.case):
            person = task.owner or getattr(self.world, task.role)
            if task.owner is None:
                self._try(
                    lambda task=task, person=person: case_actions.claim(
                        task, by=person, at=self.at, declared=True
                    )
                )
            self._settle_responses(person)
            if task.flow_task.name == "lead_audit":
                audit = drive.fresh(self.case).audit
                self._try(
                    lambda audit=audit, person=person: audit_actions.propose_team(
                        audit, [], by=person, at=self.at
                    )
                )
            self._take(draw.draw(st.sampled_from(sorted(task.flow_task.steps))), person)

    def _settle_responses(self, person: Any) -> None:
        plan = getattr(drive.fresh(self.case), "corrective_plan", None)
        for response in plan.responses.all() if plan else ():
            for step in (response.answer, response.accept, response.verify):
                self._try(lambda step=step: perform(step, by=person, at=self.at))

    def _take(self, label: str, person: Any) -> None:
        model, name = label.split(".")[1:]
        for subject in self._subjects():
            if subject._meta.model_name == model:
                self._step(subject, name, person)

    @rule(level=st.integers(0, 4), grade=st.sampled_from(GRADES))
    def write(self, level: int, grade: str) -> None:
        """Fill in what the pages would let people fill in, complete or not."""
        case = drive.fresh(self.case)
        type(case.application).objects.filter(case=case).update(
            scope="Allt",
            enough_information=True,
            body_is_competent=True,
            no_conflict_of_interest=True,
        )
        if hasattr(case, "self_assessment"):
            case.self_assessment.answers.update(level=level, motivation="Så är det.")
        if hasattr(case, "audit"):
            audit = case.audit
            type(audit).objects.filter(pk=audit.pk).update(
                visit_date=local_date(self.at),
                objectives="o",
                agenda="a",
                conclusion="c",
                concerns="k",
            )
            if audit.current_state == "agreed":
                Finding.objects.filter(audit=audit, grade="").update(
                    grade="conform", level=3, statement="s", evidence_reference="e"
                )
                one = audit.findings.order_by("?").first()
                Finding.objects.filter(pk=one.pk).update(grade=grade, level=3)
            audit.reports.filter(state__in=["draft", "commented"]).update(
                summary="Bra.", recommendation="grant"
            )
        if hasattr(case, "corrective_plan"):
            case.corrective_plan.responses.update(
                correction="k", cause="o", action="å", verification="v"
            )

    @invariant()
    def the_trail_holds_and_retells_every_state(self) -> None:
        told: dict[tuple[str, int], str] = {}
        for entry in trail.history(self.case):
            if entry.target:
                told[entry.subject_label, entry.subject_id] = entry.target
        for subject in self._subjects():
            label = (subject._meta.label_lower, subject.pk)
            assert told.get(label, subject.state_field().default) == subject.current_state

    @invariant()
    def an_auditor_never_decides(self) -> None:
        deciders = Decision.objects.exclude(decided_by=None).values("decided_by")
        assert not TeamMember.objects.filter(person__in=deciders).exists()
        auditors = {self.world.auditor.pk, self.world.second_auditor.pk}
        assert not Decision.objects.filter(decided_by__in=auditors).exists()

    @invariant()
    def no_certificate_without_decision_or_with_an_open_major(self) -> None:
        for certificate in Certificate.objects.filter(case=self.case):
            decision = certificate.case.decisions.latest("number")
            assert decision.current_state == "granted"
            majors = certificate.case.audit.findings.filter(grade="major")
            assert not majors.exclude(response__state="verified").exists()

    @invariant()
    def a_running_case_always_has_a_task_and_a_closed_one_none(self) -> None:
        tasks = Task.objects.filter(process=self.case.main_process, status__in=Task.OPEN)
        humans = tasks.exclude(role="").count()
        assert humans == (1 if Case.objects.get(pk=self.case.pk).is_running else 0)
