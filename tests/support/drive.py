"""Drives a case stage by stage through the real actions, as its people would."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from processes.application import actions as application_actions
from processes.audit import actions as audit_actions
from processes.audit import reviewing
from processes.audit.actions import Grading
from processes.audit.agenda import covering
from processes.audit.members import TeamMember
from processes.audit.report import actions as report_actions
from processes.audit.team import changes as team
from processes.case.actions import claim
from processes.case.models import Case
from processes.decision import actions as decision_actions
from processes.self_assessment import actions as assessment_actions
from processes.self_assessment.actions import Edit
from processes.standing.models import Certificate
from tests.support.copies import remembered
from tests.support.world import World
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.models import Task


def fresh(case: Case) -> Case:
    """The case as the database has it."""
    return Case.objects.get(pk=case.pk)


def open_task(case: Case, node: str) -> Task:
    """The open task of a node. Fails if there is none."""
    tasks = Task.objects.filter(process=case.main_process, status__in=Task.OPEN)
    return next(task for task in tasks if task.flow_task.name == node)


def human_tasks(case: Case) -> list[Task]:
    """The open tasks of people."""
    tasks = Task.objects.filter(process=case.main_process, status__in=Task.OPEN)
    return list(tasks.exclude(role="").select_related("process", "owner"))


def nodes(case: Case) -> list[str]:
    """The names of the open tasks."""
    return sorted(task.flow_task.name for task in human_tasks(case))


@remembered
def apply(world: World, municipality: Any = None, coordinator: Any = None) -> Case:
    """A submitted application."""
    coordinator = coordinator or world.coordinator
    case = application_actions.begin(
        municipality or world.municipality, world.scheme, by=coordinator, at=world.at
    )
    application = case.application
    application.scope, application.sites = "Service till företag", "Stadshuset"
    application.consultancy = "Nej"
    application.save(update_fields=["scope", "sites", "consultancy"])
    perform(case.application.submit, by=coordinator, at=world.at, moment=world.at)
    return fresh(case)


@remembered
def accept(world: World, case: Case) -> Case:
    """Reviewed, accepted and signed."""
    application = fresh(case).application
    application.enough_information = application.body_is_competent = True
    application.no_conflict_of_interest = True
    application.save(
        update_fields=["enough_information", "body_is_competent", "no_conflict_of_interest"]
    )
    application_actions.accept(application, by=world.officer, at=world.at)
    agreement = fresh(case).agreement
    perform(
        agreement.sign, by=world.signatory, at=world.at, signatory=world.signatory, moment=world.at
    )
    return fresh(case)


@remembered
def assess(world: World, case: Case, level: int = 3) -> Case:
    """Every criterion answered and the self-assessment submitted."""
    assessment = fresh(case).self_assessment
    for answer in assessment.answers.all():
        edit = Edit(level=level, motivation="Så gör vi.", version=answer.version)
        assessment_actions.save_answer(answer, edit, by=world.coordinator, at=world.at)
    perform(assessment.hand_over, by=world.coordinator, at=world.at)
    assessment_actions.submit(fresh(case).self_assessment, by=world.signatory, at=world.at)
    return fresh(case)


@remembered
def lead(world: World, case: Case) -> Case:
    """A lead auditor, a team that is accepted, documents that are found ready."""
    claim(open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(fresh(case).audit.accept_team, by=world.coordinator, at=world.at)
    if fresh(case).audit.current_state == "preparing":
        ready = reviewing.Reviewed(ready=True, in_order="Rutinerna är skrivna.")
        reviewing.conclude(fresh(case).audit, ready, by=world.auditor, at=world.at)
    return fresh(case)


@remembered
def join(world: World, case: Case, who: Any) -> Case:
    """Somebody who is asked to join the team declares, and is accepted if presented alone."""
    member = team.ask(fresh(case).audit, who, by=world.auditor, at=world.at)
    team.declare(TeamMember.objects.get(pk=member.pk), by=who, at=world.at)
    member = TeamMember.objects.get(pk=member.pk)
    if member.current_state == TeamMember.State.PRESENTED:
        perform(member.accept, by=world.coordinator, at=world.at)
    return fresh(case)


def declare_all(case: Case, at: Any) -> Case:
    """Whoever is asked to join the team declares."""
    for member in fresh(case).audit.team.filter(state=TeamMember.State.ASKED, left_at=None):
        team.declare(member, by=member.person, at=at)
    return fresh(case)


@remembered
def plan(world: World, case: Case) -> Case:
    """A plan agreed."""
    audit = fresh(case).audit
    audit.visit_date = audit.visit_end_date = local_date(world.at + timedelta(days=30))
    audit.objectives, audit.agenda = "Pröva servicen", "09.00 Inledning"
    audit.save(update_fields=["visit_date", "visit_end_date", "objectives", "agenda"])
    perform(audit.propose_plan, by=world.auditor, at=world.at)
    perform(fresh(case).audit.agree_plan, by=world.coordinator, at=world.at)
    return fresh(case)


@remembered
def visit(world: World, case: Case, grades: Mapping[str, str] | None = None) -> Case:
    """Everything graded; ``grades`` says which criteria are not conform."""
    levels = {"major": 0, "minor": 1}
    audit = fresh(case).audit
    for finding in audit.findings.select_related("criterion"):
        grade = (grades or {}).get(finding.criterion.code, "conform")
        grading = Grading(grade, levels.get(grade, 3), "Det saknas", "Samtal", finding.version)
        audit_actions.grade(finding, grading, by=world.auditor)
    audit.conclusion = "Teamet är enigt."
    if agenda := case.traits.agenda:
        audit.covered = covering(case, agenda, "Allt är på plats.")
    audit.save(update_fields=["conclusion", "covered"])
    audit_actions.conclude_visit(audit, local_date(world.at), by=world.auditor, at=world.at)
    return fresh(case)


@remembered
def report(world: World, case: Case) -> Case:
    """A report drafted, commented and locked."""
    draft = fresh(case).audit.reports.latest("number")
    draft.summary, draft.recommendation = "Det går bra. Fortsätt så.", "grant"
    draft.save(update_fields=["summary", "recommendation"])
    report_actions.send_draft(draft, by=world.auditor, at=world.at)
    draft = fresh(case).audit.reports.latest("number")
    perform(draft.return_comments, by=world.coordinator, at=world.at)
    draft = fresh(case).audit.reports.latest("number")
    report_actions.lock(draft, by=world.auditor, at=world.at)
    return fresh(case)


@remembered
def answer(world: World, case: Case) -> Case:
    """Every open nonconformity answered, if the plan waits for answers."""
    if fresh(case).corrective_plan.current_state != "answering":
        return fresh(case)
    for response in fresh(case).corrective_plan.responses.filter(state="open"):
        response.correction, response.cause, response.action = "Rättat", "Oklart", "Ny rutin"
        response.save(update_fields=["correction", "cause", "action"])
        perform(response.answer, by=world.coordinator, at=world.at)
    perform(fresh(case).corrective_plan.send_answers, by=world.coordinator, at=world.at)
    return fresh(case)


@remembered
def accept_answers(world: World, case: Case) -> Case:
    """Every answer accepted, if the plan waits for that."""
    if fresh(case).corrective_plan.current_state != "assessing":
        return fresh(case)
    for response in fresh(case).corrective_plan.responses.filter(state="answered"):
        perform(response.accept, by=world.auditor, at=world.at)
    perform(fresh(case).corrective_plan.accept_all, by=world.auditor, at=world.at)
    return fresh(case)


@remembered
def verify(world: World, case: Case) -> Case:
    """Majors verified."""
    responses = fresh(case).corrective_plan.responses.filter(finding__grade="major")
    for response in responses.filter(state="accepted"):
        response.verification = "Stickprov"
        response.save(update_fields=["verification"])
        perform(response.verify, by=world.auditor, at=world.at)
    perform(fresh(case).corrective_plan.close, by=world.auditor, at=world.at)
    return fresh(case)


@remembered
def decide(world: World, case: Case, choice: str = "grant") -> Case:
    """The decision maker declares, claims and decides."""
    claim(open_task(case, "decide"), by=world.decision_maker, at=world.at, declared=True)
    decision = fresh(case).decisions.latest("number")
    action = getattr(decision_actions, choice)
    action(decision, "Kraven är uppfyllda.", by=world.decision_maker, at=world.at)
    return fresh(case)


@remembered
def supplement(world: World, case: Case) -> Case:
    """The lead auditor supplies what was asked for."""
    decision = fresh(case).decisions.latest("number")
    perform(decision.supply, by=world.auditor, at=world.at, supplement="Se bilaga.")
    return fresh(case)


@remembered
def corrective_actions_done(world: World, case: Case) -> Case:
    """Nonconformities answered, accepted, and majors verified."""
    accept_answers(world, answer(world, case))
    return verify(world, case) if "verify_majors" in nodes(case) else fresh(case)


@remembered
def grant(world: World, grades: Mapping[str, str] | None = None) -> Case:
    """From application to certificate."""
    case = report(world, visit(world, audited(world), grades))
    if grades:
        case = corrective_actions_done(world, case)
    return decide(world, case)


def issued(case: Case) -> Certificate:
    """The certificate of a case that has one."""
    certificate: Certificate = Certificate.objects.of_case(case).get()
    return certificate


@remembered
def audited(world: World) -> Case:
    """Up to an agreed visit."""
    return plan(world, lead(world, assess(world, accept(world, apply(world)))))
