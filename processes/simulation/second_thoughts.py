"""Now and then a lead auditor finds out later that a locked report says something wrong."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from processes.amendments import actions
from processes.amendments.policies import is_amendable
from processes.audit.actions import Grading
from processes.audit.models import Finding
from processes.audit.report.models import Report
from processes.case.models import Case
from processes.simulation import pace
from processes.simulation.agenda import Agenda
from processes.simulation.luck import Luck, Shares
from processes.simulation.town import Town
from workflow.exceptions import Refused

Grade = Finding.Grade
NOT_MET = (Grade.MAJOR, Grade.MINOR)


class SecondThoughts:
    """Which locked reports are corrected, when and how."""

    def __init__(self, town: Town, agenda: Agenda, luck: Luck, shares: Shares) -> None:
        self.town, self.agenda, self.luck, self.shares = town, agenda, luck, shares

    def locked(self, subject: Report, step: str, at: datetime, **_: object) -> None:
        """A report is locked: perhaps its lead thinks of it again some weeks later."""
        luck = self.luck.of(subject.case.number, "amends", subject.number)
        if step == "lock" and luck.random() < self.shares.amends:
            wait = timedelta(days=luck.randint(3, 90))
            deed = partial(self._propose, subject.case.pk, luck)
            self.agenda.add(pace.after(at, wait, luck), deed)

    def _propose(self, case_id: int, luck: Random, at: datetime) -> None:
        case = self.town.case(case_id)
        able = actions.proposers(case, at)
        if not able or not is_amendable(case):
            return
        try:
            actions.propose(case, _proposal(case, luck), by=able[0], at=at)
        except Refused:
            # Another one waits, or the rule does not let the findings be so.
            return


def _proposal(case: Case, luck: Random) -> actions.Proposal:
    """Make one finding better if it is not met, or not met if it is."""
    report = case.audit.reports.latest("number")
    finding = luck.choice(list(case.audit.findings.select_related("criterion").order_by("pk")))
    rule, is_must = case.edition.rule, finding.criterion.kind == "must"
    if finding.grade in NOT_MET:
        grade, level = Grade.CONFORM, rule.must_target
    else:
        grade = Grade.MINOR if is_must else Grade.OBSERVATION
        level = rule.must_floor - 1 if is_must else rule.should_floor - 1
    others = case.audit.findings.nonconformities().exclude(pk=finding.pk)
    later = grade in NOT_MET or others.exists()
    said = Grading(grade, level, "Stickprovet var felräknat.", "Ny läsning", finding.version)
    advice = Report.Recommendation
    return actions.Proposal(
        version=report.number,
        reason="Ett stickprov räknades fel.",
        summary=report.summary,
        recommendation=advice.GRANT_AFTER_ACTIONS if later else report.recommendation,
        finding=finding,
        grading=said,
    )
