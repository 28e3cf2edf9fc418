"""The people of a demonstration case take its steps, one after the other, on days gone by."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from processes import data
from processes.application.actions import accept as accept_application
from processes.application.actions import begin
from processes.audit.actions import Grading, conclude_visit
from processes.audit.actions import grade as grade_finding
from processes.audit.report.actions import answer as reply_to_comments
from processes.audit.report.actions import comment as comment_on_report
from processes.audit.report.actions import lock as lock_report
from processes.audit.report.actions import send_draft as send_report
from processes.audit.reviewing import Reviewed, conclude
from processes.audit.team.changes import propose_team as present_team
from processes.case.actions import claim
from processes.case.models import Case
from processes.decision.actions import grant as grant_certificate
from processes.organisations.models import Organisation, Person
from processes.scheme.models import Criterion, Scheme
from processes.self_assessment.actions import Ask, Edit, save_answer
from processes.self_assessment.actions import ask as ask_colleague
from processes.self_assessment.actions import submit as submit_assessment
from workflow.calendar import WorkingCalendar, at_eight, local_date
from workflow.engine.transitions import perform
from workflow.models import Task

TEXTS = data.document("demo")
HANDS = timedelta(hours=1, minutes=20)


@dataclass
class Story:
    """One municipality's case, who moves it, and the day it has come to."""

    scheme: Scheme
    municipality: Organisation
    coordinator: Person
    signatory: Person
    officer: Person
    lead: Person
    decision_maker: Person
    today: date
    at: datetime
    case_id: int = 0

    @property
    def case(self) -> Case:
        """The case as the database has it."""
        return Case.objects.get(pk=self.case_id)

    def back(self, days: int) -> None:
        """It is so many days ago, or the working day before that."""
        day = self.today - timedelta(days=days)
        calendar = WorkingCalendar()
        if not calendar.is_working_day(day):
            day = calendar.previous_working_day(day)
        self.at = at_eight(day) + HANDS

    def task(self, node: str) -> Task:
        """The open task of a node."""
        tasks = Task.objects.filter(process=self.case.main_process, status__in=Task.OPEN)
        return next(task for task in tasks if task.flow_task.name == node)

    def take(self, node: str, person: Person) -> None:
        """Somebody claims a task, impartial and saying so."""
        claim(self.task(node), by=person, at=self.at, declared=True)

    def apply(self) -> None:
        """The coordinator applies."""
        case = begin(self.municipality, self.scheme, by=self.coordinator, at=self.at)
        self.case_id = case.pk
        application = case.application
        for name in ("scope", "sites", "consultancy"):
            setattr(application, name, TEXTS[name])
        application.save(update_fields=["scope", "sites", "consultancy"])
        perform(application.submit, by=self.coordinator, at=self.at, moment=self.at)

    def review(self) -> None:
        """The officer accepts the application."""
        application = self.case.application
        application.enough_information = application.body_is_competent = True
        application.no_conflict_of_interest = True
        application.save(
            update_fields=["enough_information", "body_is_competent", "no_conflict_of_interest"]
        )
        accept_application(application, by=self.officer, at=self.at)

    def sign_agreement(self) -> None:
        """The signatory signs the agreement."""
        agreement = self.case.agreement
        perform(
            agreement.sign,
            by=self.signatory,
            at=self.at,
            signatory=self.signatory,
            moment=self.at,
        )

    def assess_some(self) -> None:
        """The coordinator has answered what they know themselves."""
        answers = self.case.self_assessment.answers.select_related("criterion")
        for answer in answers.filter(criterion__code__in=TEXTS["answers"]):
            level, motivation = TEXTS["answers"][answer.criterion.code]
            edit = Edit(level=level, motivation=motivation, version=answer.version)
            save_answer(answer, edit, by=self.coordinator, at=self.at)

    def ask(self, colleague: Person) -> None:
        """A colleague is asked for the rest of an area."""
        asked = TEXTS["ask"]
        criteria = Criterion.objects.filter(
            area__edition=self.case.edition, code__in=asked["criteria"]
        )
        request = Ask(colleague, tuple(criteria), asked["message"])
        ask_colleague(self.case.self_assessment, request, by=self.coordinator, at=self.at)

    def assess_all(self) -> None:
        """Every criterion is answered and the signatory submits."""
        assessment = self.case.self_assessment
        for number, answer in enumerate(assessment.answers.select_related("criterion")):
            level = 2 if number % 6 == 5 else 4 if number % 7 == 0 else 3
            edit = Edit(level, TEXTS["levels"][str(level)], version=answer.version)
            save_answer(answer, edit, by=self.coordinator, at=self.at)
        perform(assessment.hand_over, by=self.coordinator, at=self.at)
        submit_assessment(self.case.self_assessment, by=self.signatory, at=self.at)

    def prepare_audit(self) -> None:
        """A lead auditor claims the audit; the team stands and the documents are ready."""
        self.take("lead_audit", self.lead)
        present_team(self.case.audit, [], by=self.lead, at=self.at)
        perform(self.case.audit.accept_team, by=self.coordinator, at=self.at)
        conclude(self.case.audit, Reviewed(ready=True), by=self.lead, at=self.at)

    def plan(self, visit: date) -> None:
        """The plan of the visit is sent and agreed."""
        audit = self.case.audit
        audit.visit_date = audit.visit_end_date = visit
        audit.objectives, audit.agenda = TEXTS["objectives"], TEXTS["agenda"]
        audit.save(update_fields=["visit_date", "visit_end_date", "objectives", "agenda"])
        perform(audit.propose_plan, by=self.lead, at=self.at)
        perform(self.case.audit.agree_plan, by=self.coordinator, at=self.at)

    def visit(self, findings: dict[str, Any]) -> None:
        """Every criterion is graded; ``findings`` are those that are not met."""
        audit = self.case.audit
        met = ("conform", 3, TEXTS["conform"], "Samtal och stickprov under besöket")
        for finding in audit.findings.select_related("criterion", "audit"):
            grade, level, statement, seen = findings.get(finding.criterion.code, met)
            said = Grading(grade, level, statement, seen, finding.version)
            grade_finding(finding, said, by=self.lead, at=self.at)
        audit.conclusion = TEXTS["conclusion"]
        audit.save(update_fields=["conclusion"])
        conclude_visit(audit, local_date(self.at), by=self.lead, at=self.at)

    def write_report(self) -> None:
        """The draft goes to the municipality."""
        report = self.case.audit.reports.latest("number")
        to_mend = self.case.audit.findings.nonconformities().exists()
        report.summary = TEXTS["summary"]
        report.recommendation = "grant_after_actions" if to_mend else "grant"
        report.save(update_fields=["summary", "recommendation"])
        send_report(report, by=self.lead, at=self.at)

    def comment(self) -> None:
        """The municipality comments on the last sentence of the summary."""
        report = self.case.audit.reports.latest("number")
        comment_on_report(report, {2: TEXTS["comment"]}, by=self.coordinator, at=self.at)
        perform(report.return_comments, by=self.coordinator, at=self.at)

    def finish_report(self) -> None:
        """The lead auditor answers and locks the report."""
        report = self.case.audit.reports.latest("number")
        reply_to_comments(report, {one.pk: TEXTS["reply"] for one in report.comments.all()})
        lock_report(self.case.audit.reports.latest("number"), by=self.lead, at=self.at)

    def begin_answer(self) -> None:
        """The coordinator has written a draft answer to the first nonconformity."""
        response = self.case.corrective_plan.responses.order_by("pk")[0]
        response.correction, response.cause = TEXTS["correction"], TEXTS["cause"]
        response.save(update_fields=["correction", "cause"])

    def decide(self) -> None:
        """A decision maker declares, reads everything and grants."""
        self.take("decide", self.decision_maker)
        decision = self.case.decisions.latest("number")
        grant_certificate(decision, TEXTS["reasons"], by=self.decision_maker, at=self.at)
