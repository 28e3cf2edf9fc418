"""Gathers the models of all stages for Django."""

from processes.amendments.models import Amendment
from processes.appeals.models import Appeal
from processes.application.models import Agreement, Application
from processes.audit.members import TeamMember
from processes.audit.models import Audit, Finding
from processes.audit.report.corrections import Correction
from processes.audit.report.models import Report, SentenceComment
from processes.audit.review_models import DocumentReview
from processes.audit.team.vacancy_models import Vacancy
from processes.case.models import Case, Certification, Evidence, NumberSeries
from processes.changing.models import ChangeNotice
from processes.closing.models import Withdrawal
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintAddress, ComplaintFile, ComplaintMessage
from processes.corrective_actions.models import CorrectivePlan, EarlierAnswer, Remark, Response
from processes.decision.models import Decision, Receipt
from processes.dialogue.models import CaseMessage
from processes.disputes.models import Dispute
from processes.extending.models import Extension
from processes.hearing.models import Material
from processes.kept import KeptText
from processes.marks.models import MarkDemand
from processes.organisations.accounts.security import SecurityEvent
from processes.organisations.models import AddressChange, Interest, Membership, Organisation, Person
from processes.organisations.returns import WorkReturn
from processes.parking.models import Parking, ParkingWish
from processes.promises.models import PublishedPromise
from processes.renewal.forecast.models import Forecast
from processes.renewal.models import Changeover, ChangeoverPart, Programme, ProgrammeItem
from processes.renewal.overdue.models import Overdue
from processes.restoring.models import Restoration
from processes.reviewing.models import Reviewer
from processes.sanctions.models import Proposal
from processes.scheme.models import (
    Area,
    Criterion,
    DecisionRule,
    Edition,
    MaturityLevel,
    RenewalCycle,
    Scheme,
    SurveillanceWindow,
)
from processes.scheme.surveys import SurveyResult
from processes.self_assessment.models import Answer, Contribution, SelfAssessment, Snapshot
from processes.special.models import SpecialAudit
from processes.standing.models import Certificate, StatusInterval
from processes.transfer.models import Transfer, TransferPaper

__all__ = [
    "AddressChange",
    "Agreement",
    "Amendment",
    "Answer",
    "Appeal",
    "Application",
    "Area",
    "Audit",
    "Case",
    "CaseMessage",
    "Certificate",
    "Certification",
    "ChangeNotice",
    "Changeover",
    "ChangeoverPart",
    "Complaint",
    "ComplaintAddress",
    "ComplaintFile",
    "ComplaintMessage",
    "Contribution",
    "Correction",
    "CorrectivePlan",
    "Criterion",
    "Decision",
    "DecisionRule",
    "Dispute",
    "DocumentReview",
    "EarlierAnswer",
    "Edition",
    "Evidence",
    "Extension",
    "Finding",
    "Forecast",
    "Interest",
    "KeptText",
    "MarkDemand",
    "Material",
    "MaturityLevel",
    "Membership",
    "NumberSeries",
    "Organisation",
    "Overdue",
    "Parking",
    "ParkingWish",
    "Person",
    "Programme",
    "ProgrammeItem",
    "Proposal",
    "PublishedPromise",
    "Receipt",
    "Remark",
    "RenewalCycle",
    "Report",
    "Response",
    "Restoration",
    "Reviewer",
    "Scheme",
    "SecurityEvent",
    "SelfAssessment",
    "SentenceComment",
    "Snapshot",
    "SpecialAudit",
    "StatusInterval",
    "SurveillanceWindow",
    "SurveyResult",
    "TeamMember",
    "Transfer",
    "TransferPaper",
    "Vacancy",
    "Withdrawal",
    "WorkReturn",
]
