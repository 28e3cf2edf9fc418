"""What people do with a correction of a locked report."""

from typing import Any

from processes.amendments import actions
from processes.amendments.actions import Proposal
from processes.audit.actions import Grading
from processes.models import Amendment, Case, Finding, Report
from tests.support import drive
from tests.support.copies import remembered
from tests.support.world import World
from workflow.models import Task

WHY = "LED-03 är bedömt på fel underlag."


@remembered
def reported(world: World, grades: dict[str, str] | None = None) -> Case:
    """A case whose report is locked."""
    return drive.report(world, drive.visit(world, drive.audited(world), grades))


@remembered
def waiting(world: World, grades: dict[str, str] | None = None) -> Case:
    """A case that waits for its decision."""
    case = reported(world, grades)
    return drive.corrective_actions_done(world, case) if grades else case


def proposal(case: Case, code: str, grade: str, *, level: int) -> Proposal:
    """What the latest report should say of a criterion."""
    report = drive.fresh(case).audit.reports.latest("number")
    finding = Finding.objects.get(audit__case=case, criterion__code=code)
    return Proposal(
        version=report.number,
        reason=WHY,
        summary=report.summary,
        recommendation="grant_after_actions",
        finding=finding,
        grading=Grading(grade, level, "Så är det.", "Samtal", finding.version),
    )


@remembered
def proposed(world: World, case: Case, code: str, grade: str, *, level: int) -> Amendment:
    """The lead has proposed it."""
    said = proposal(case, code, grade, level=level)
    return actions.propose(case, said, by=world.auditor, at=world.at)


@remembered
def commented(world: World, made: Amendment, text: str = "") -> Amendment:
    """The municipality has commented on it."""
    actions.comment(fresh(made), text, by=world.coordinator, at=world.at)
    return fresh(made)


@remembered
def confirmed(world: World, made: Amendment, who: Any = None) -> Case:
    """An officer has confirmed it; the case as it is then."""
    if made.is_worse and fresh(made).current_state == "sent":
        made = commented(world, made)
    actions.adopt(fresh(made), "Det stämmer.", by=who or world.officer, at=world.at)
    return drive.fresh(made.case)


def fresh(made: Amendment) -> Amendment:
    """The correction as the database has it."""
    return Amendment.objects.get(pk=made.pk)


def task_of(made: Amendment) -> Task:
    """Its open task."""
    return Task.objects.exclude(role="").get(process=made.own_process, status__in=Task.OPEN)


def reports(case: Case) -> list[Report]:
    """All versions of the report."""
    return list(drive.fresh(case).audit.reports.order_by("number"))
