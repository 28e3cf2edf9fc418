"""Anybody tries anything, in any order: the rules of a walk, and what must hold after each."""

import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from django.apps import apps
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from processes.application import actions as application_actions
from processes.audit.agenda import covering
from processes.audit.models import Finding
from processes.audit.report import actions as report_actions
from processes.audit.team import changes as team
from processes.case import actions as case_actions
from processes.models import Case, Certificate, Decision, TeamMember
from processes.self_assessment import actions as assessment_actions
from tests.journeys.cast import AUDITORS, BEGINNINGS, HOLDERS, PEOPLE, beginnings, build
from tests.journeys.machines import default_of, is_legal, moves, states
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Task, TrailChain

GRADES = ("conform", "conform", "conform", "minor", "major", "observation", "strength")
ACTIONS: dict[tuple[str, str], Callable[..., Any]] = {
    ("application", "accept"): application_actions.accept,
    ("selfassessment", "submit"): assessment_actions.submit,
    ("report", "send_draft"): report_actions.send_draft,
    ("report", "lock"): report_actions.lock,
}
TOLD = ("sequence", "subject_label", "subject_id", "step", "source", "target")


class Walk(RuleBasedStateMachine):
    """One case, ten people, every step of every machine but that of a colleague's contribution."""

    world: World
    cases: dict[str, Case]
    tried: ClassVar[Counter[str]] = Counter()
    """What came of the actions of all walks: taken, or the name of the refusal."""
    ends: ClassVar[Counter[str]] = Counter()
    """The states in which they left their cases: walks that never get far prove nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = self.world.at
        self.case = self.cases["application"]
        self.read = 0
        self.stands: dict[tuple[str, int], str] = {}
        self.illegal: list[str] = []

    @classmethod
    def prepare(cls) -> None:
        """Make what all walks share; each leaves it as it was."""
        cls.world = build()
        cls.cases = beginnings(cls.world)

    @initialize(begin=st.sampled_from(BEGINNINGS))
    def begin_somewhere(self, begin: str) -> None:
        """Half of the walk's length is not spent on the first stages."""
        self.case, self.read = self.cases[begin], 0
        self.stands.clear()

    def teardown(self) -> None:
        try:
            self.ends[drive.fresh(self.case).current_state] += 1
            self.the_chain_holds()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def the_chain_holds(self) -> None:
        """Asked at the end: an entry is never changed, so nothing that broke mends itself."""
        assert not trail.verify(TrailChain.objects.get(key=trail.chain_key(self.case)))

    def _try(self, change: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                change()
            self.tried["taken"] += 1
        except Refused as refused:
            self.tried[type(refused).__name__] += 1

    @rule(who=st.sampled_from(PEOPLE), draw=st.data())
    def take_a_step(self, who: str, draw: Any) -> None:
        person = getattr(self.world, who)
        label, key = draw.draw(st.sampled_from(sorted(states(self.case.pk))))
        model = apps.get_model(label)
        names = sorted({name for name, _source, _target in moves(model)})
        name = draw.draw(st.sampled_from(names))
        self._step(model.objects.get(pk=key), name, person)

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

    @rule(who=st.sampled_from(AUDITORS))
    def present_a_team(self, who: str) -> None:
        audit = getattr(drive.fresh(self.case), "audit", None)
        if audit is not None:
            person = getattr(self.world, who)
            self._try(lambda: team.propose_team(audit, [], by=person, at=self.at))

    @rule(draw=st.data())
    def do_the_open_task(self, draw: Any) -> None:
        """Who holds the open task, or may, takes one of its steps: so the walk comes forward."""
        self.write(level=3, grade="conform", which=0)
        for task in drive.human_tasks(self.case):
            holders = HOLDERS.get(task.role, (task.role,))
            person = task.owner or getattr(self.world, draw.draw(st.sampled_from(holders)))
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
                    lambda audit=audit, person=person: team.propose_team(
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
        label, _dot, name = label.rpartition(".")
        for subject, key in sorted(states(self.case.pk)):
            if subject == label:
                self._step(apps.get_model(label).objects.get(pk=key), name, person)

    @rule(level=st.integers(0, 4), grade=st.sampled_from(GRADES), which=st.integers(0, 5))
    def write(self, level: int, grade: str, which: int) -> None:
        """Fill in what the pages would let people fill in, complete or not."""
        case = drive.fresh(self.case)
        type(case.application).objects.filter(case=case).update(
            scope="Allt",
            sites="Allt",
            consultancy="Nej",
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
                covered=covering(case, case.traits.agenda, "s"),
            )
            if audit.current_state == "agreed":
                Finding.objects.filter(audit=audit, grade="").update(
                    grade="conform", level=3, statement="s", evidence_reference="e"
                )
                one = audit.findings.order_by("pk")[which]
                Finding.objects.filter(pk=one.pk).update(grade=grade, level=3, reason="r")
            audit.reports.filter(state__in=["draft", "commented"]).update(
                summary="Bra.", recommendation="grant"
            )
        if hasattr(case, "corrective_plan"):
            case.corrective_plan.responses.update(
                correction="k", cause="o", action="å", verification="v"
            )

    @invariant()
    def every_move_is_one_of_the_machine(self) -> None:
        self._read_on()
        assert not self.illegal, self.illegal

    @invariant()
    def the_trail_retells_every_state(self) -> None:
        self._read_on()
        for (label, key), state in states(self.case.pk).items():
            told = self.stands.get((label, key), default_of(label))
            assert told == state, f"{label} is {state}, its trail says {told}"

    def _read_on(self) -> None:
        """What the trail has told since the last look."""
        news = trail.history(self.case).filter(sequence__gt=self.read).values_list(*TOLD)
        for self.read, label, key, step, source, target in news:
            stood = self.stands.get((label, key))
            if not is_legal(label, stood, (step, source, target)):
                self.illegal.append(f"{label}: {stood}, {step} from {source} to {target}")
            if target:
                self.stands[label, key] = target

    @invariant()
    def an_auditor_never_decides(self) -> None:
        """Nobody of the team, nor who left it, though she holds the role."""
        decided = Decision.objects.filter(case=self.case).exclude(decided_by=None)
        deciders = set(decided.values_list("decided_by", flat=True))
        team = TeamMember.objects.filter(audit__case=self.case)
        assert not (deciders and team.filter(person__in=deciders).exists())

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
        assert humans == (1 if drive.fresh(self.case).is_running else 0)
