"""Leads a municipality through a case as its people do: from the inbox, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from processes.audit import actions as audit_actions
from processes.audit.actions import Grading
from processes.audit.review_models import REVIEWED
from processes.case.deadlines import calendar_of
from processes.models import Case, Organisation
from processes.self_assessment.actions import Edit, save_answer
from tests.support import drive
from tests.support.visitor import Visitor
from tests.support.world import World
from workflow import sweep
from workflow.calendar import local_date

LEVELS = {"major": "0", "minor": "1", "observation": "1"}
EVERY, A_FEW = 1000, 3


@dataclass
class Journey:
    """One municipality on its way, with a clock that can be moved."""

    world: World
    place: Organisation
    clock: Any
    titles: list[str] = field(default_factory=list)
    by_pages: int = EVERY
    """So many criteria are answered and graded on their pages: of later cases a few will do."""

    def later(self, days: int) -> datetime:
        """Let days pass; each week the scheduler does what is due."""
        end = timezone.now() + timedelta(days=days)
        while timezone.now() < end:
            self.clock.move_to(min(end, timezone.now() + timedelta(days=7)))
            sweep.fire_due(timezone.now())
            sweep.return_idle_claims(timezone.now())
        return end

    @property
    def case(self) -> Case:
        """The case under way, or the latest."""
        return Case.objects.filter(certification__organisation=self.place).latest("pk")

    def work(self, person: Any, node: str) -> Visitor:
        """The person finds the task in her inbox, takes it if it is free, and has it before her."""
        task = drive.open_task(self.case, node)
        view = "/" if task.owner_id else "/inbox/team/"
        visitor = Visitor(person).open(view)
        link = f"/task/{task.pk}/"
        assert visitor.page.xpath(f"//a[contains(@href, '{link}')]"), f"{node}: {visitor.text()}"
        visitor.open(link)
        if task.owner_id is None:
            chosen = {"declaration": "none"} if task.flow_task.declared else {}
            visitor.press("Ta uppgiften", **chosen)
        self.titles.append(str(task.flow_task.task_title))
        return visitor

    # application and agreement

    def apply(self, scope: str) -> None:
        visitor = Visitor(self.world.coordinator).open("/").follow("Ny ansökan")
        several = visitor.page.xpath("//select[@name='municipality']")
        visitor.press("Börja ansökan", **({"municipality": str(self.place.pk)} if several else {}))
        self.complete_application(scope)

    def complete_application(self, scope: str) -> None:
        visitor = self.work(self.world.coordinator, "apply")
        said = {"scope": scope, "sites": "Stadshuset", "consultancy": "Nej"}
        visitor.press("Kontrollera ansökan", **said)
        visitor.press("Skicka in ansökan")

    def send_back(self, reasons: str) -> None:
        visitor = self.work(self.world.officer, "review_application")
        visitor.press("Skicka tillbaka för komplettering", reasons=reasons)

    def accept(self) -> None:
        visitor = self.work(self.world.officer, "review_application")
        questions = ("enough_information", "body_is_competent", "no_conflict_of_interest")
        visitor.press("Godta ansökan", **dict.fromkeys(questions, "yes"))
        visitor = self.work(self.world.signatory, "sign_agreement")
        visitor.press("Skriv under avtalet", agree=True)

    # self-assessment

    def assess(self, level: str = "3") -> str:
        """Answer every criterion, hand over, submit; the text of the receipt."""
        visitor = self.work(self.world.coordinator, "assess")
        answers = self.case.self_assessment.answers.select_related("criterion")
        for answer in answers[self.by_pages :]:
            edit = Edit(int(level), "Så gör vi.", answer.version, confirmed=answer.to_be_confirmed)
            save_answer(answer, edit, by=self.world.coordinator, at=timezone.now())
        for answer in answers[: self.by_pages]:
            code = answer.criterion.code
            visitor.open(f"/case/{self.case.number}/assessment/{code}/")
            confirm = {"confirmed": True} if answer.to_be_confirmed else {}
            visitor.press("Spara", level=level, motivation=f"Så gör vi {code}.", **confirm)
        visitor.open(f"/task/{drive.open_task(self.case, 'assess').pk}/")
        visitor.follow("Granska och lämna över").press("Lämna över")
        visitor = self.work(self.world.signatory, "sign_assessment")
        return visitor.press("Skicka in självskattningen", declared=True).text()

    # audit

    def lead(self) -> None:
        visitor = self.work(self.world.auditor, "lead_audit")
        visitor.press("Presentera teamet")
        visitor = self.work(self.world.coordinator, "consider_team")
        visitor.press("Skicka svaret", answer="accept")

    def find_ready(self) -> None:
        visitor = self.work(self.world.auditor, "review_documents")
        visitor.press("Avsluta granskningen", answer="ready", looked_at=list(REVIEWED))

    def plan(self) -> None:
        first = calendar_of(self.case.cycle).outside_quiet_weeks(self._in(40))
        visitor = self.work(self.world.auditor, "plan_visit")
        visitor.press(
            "Skicka planen",
            visit_date=first.isoformat(),
            visit_end_date=first.isoformat(),
            objectives="Pröva om servicen håller.",
            agenda="09.00 Inledning med ledningen",
        )
        visitor = self.work(self.world.coordinator, "agree_plan")
        visitor.press("Skicka svaret", answer="agree")
        self.later((first - local_date(timezone.now())).days)

    def _in(self, days: int) -> date:
        return local_date(timezone.now() + timedelta(days=days))

    def visit(self, grades: Mapping[str, str] | None = None) -> None:
        visitor = self.work(self.world.auditor, "visit")
        findings = self.case.audit.findings.select_related("criterion")
        for finding in () if grades else findings[self.by_pages :]:
            grading = Grading("conform", 3, "", "", finding.version)
            audit_actions.grade(finding, grading, by=self.world.auditor)
        for finding in findings if grades else findings[: self.by_pages]:
            code = finding.criterion.code
            grade = (grades or {}).get(code, "conform")
            visitor.open(f"/case/{self.case.number}/audit/workspace/?criterion={code}")
            visitor.press(
                "Spara",
                level=LEVELS.get(grade, "3"),
                grade=grade,
                statement="Rutinen saknas i två enheter." if grade != "conform" else "",
                evidence_reference="Intervju med två handläggare." if grade != "conform" else "",
            )
        visitor.open(f"/task/{drive.open_task(self.case, 'visit').pk}/")
        visitor.press(
            "Avsluta besöket",
            conclusion="Teamet är enigt.",
            day=local_date(timezone.now()).isoformat(),
            **self._looked_at(),
        )

    def _looked_at(self) -> dict[str, Any]:
        """What a follow-up always looks at; a first audit has nothing of the kind."""
        agenda = self.case.traits.agenda
        return {"covered": list(agenda), "seen": "Allt är på plats."} if agenda else {}

    def report(self, comment: str = "") -> None:
        visitor = self.work(self.world.auditor, "draft_report")
        visitor.press(
            "Skicka utkastet",
            summary="Servicen fungerar. Den följs upp varje år.",
            recommendation="grant_after_actions",
        )
        visitor = self.work(self.world.coordinator, "comment_report")
        visitor.press("Skicka kommentarerna", **({"comment_0": comment} if comment else {}))
        visitor = self.work(self.world.auditor, "finish_report")
        answers = {f"answer_{one.pk}": "Rättat." for one in self._comments()}
        visitor.press("Lås slutrapporten", **answers)

    def _comments(self) -> Any:
        return self.case.audit.reports.latest("number").comments.all()

    # corrective actions

    def answer(self) -> None:
        visitor = self.work(self.world.coordinator, "answer_findings")
        for response in self.case.corrective_plan.responses.filter(state="open"):
            code = response.finding.criterion.code
            texts = {
                f"r{response.pk}-correction": "Rättat i båda enheterna.",
                f"r{response.pk}-cause": "Ingen ägde rutinen.",
                f"r{response.pk}-action": "Rutinen har en ägare och ses över varje år.",
            }
            visitor.press(f"Markera som klart: {code}", **texts)
        visitor.press("Skicka alla svar")

    def judge(self, verdicts: Mapping[str, str] | None = None) -> None:
        """Accept every answer, or ask for more on the criteria named."""
        visitor = self.work(self.world.auditor, "assess_answers")
        fields: dict[str, str] = {}
        for response in self.case.corrective_plan.responses.filter(state="answered"):
            verdict = (verdicts or {}).get(response.finding.criterion.code, "accept")
            fields[f"r{response.pk}-verdict"] = verdict
            if verdict == "accept" and response.finding.grade == "major":
                fields[f"r{response.pk}-needed"] = "documents"
            if verdict == "ask_more":
                fields[f"r{response.pk}-words"] = "Orsaken förklarar inte felet."
        visitor.press("Avsluta bedömningen", **fields)

    def verify(self) -> None:
        visitor = self.work(self.world.auditor, "verify_majors")
        fields: dict[str, str] = {}
        majors = self.case.corrective_plan.responses.filter(finding__grade="major")
        for response in majors.filter(state="accepted"):
            fields[f"r{response.pk}-verdict"] = "verify"
            fields[f"r{response.pk}-verification"] = "Stickprov på fem ärenden."
        visitor.press("bedömningen", **fields)

    # decision

    def decide(self, choice: str, reasons: str = "Kraven är uppfyllda.") -> None:
        visitor = self.work(self.world.decision_maker, "decide")
        visitor.press("Fatta beslutet", choice=choice, reasons=reasons)

    # whole parts

    def audit(self, grades: Mapping[str, str] | None = None) -> None:
        """From the claimed audit to the locked report."""
        self.lead()
        if "review_documents" in drive.nodes(self.case):
            self.find_ready()
        self.plan()
        self.visit(grades)
        self.report()

    def surveillance(self) -> None:
        """Wait for the next case of the programme and bring it to a continued certificate."""
        before = self.case.pk
        for _week in range(60):
            if self.case.pk != before:
                break
            self.later(7)
        assert self.case.pk != before, "no case was opened"
        self.by_pages = A_FEW
        self.assess()
        self.audit()
        self.decide("grant")
