"""What the people of a municipality do with their tasks: the actions behind their pages."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from processes import kinds
from processes.application import actions as applications
from processes.application.models import Application
from processes.audit.members import TeamMember
from processes.audit.report import actions as report_actions
from processes.closing import withdrawing
from processes.corrective_actions import actions as corrective
from processes.corrective_actions.models import Response
from processes.evidence.actions import Upload
from processes.hearing import actions as hearing
from processes.sanctions import actions as sanctions
from processes.self_assessment import actions as assessing
from processes.self_assessment.actions import Ask, Edit
from processes.self_assessment.models import Answer, Contribution, SelfAssessment
from processes.simulation.hands import TEXT, Hands, NotYetError
from processes.simulation.levels import claimed, found
from processes.transfer import actions as transfers
from processes.transfer.models import Transfer
from processes.transfer.policies import NEEDED
from workflow.calendar import exact_months
from workflow.engine.transitions import perform

ASKED_AT_ONCE = 5


def confirm_withdrawal(hands: Hands) -> None:
    """Withdraw the case as asked, or let it go on."""
    made = hands.task.process.withdrawal
    if hands.happens(hands.shares.upheld):
        withdrawing.confirm(made, **hands.by)
    else:
        withdrawing.decline(made, "Nämnden vill fortsätta.", **hands.by)


def apply(hands: Hands) -> None:
    """Write the application and submit it."""
    application = hands.case.application
    if hands.case.kind == kinds.TRANSFER:
        _bring_along(hands)
    said = {"scope": TEXT, "sites": "Stadshuset", "consultancy": "Nej"}
    Application.objects.filter(pk=application.pk).update(**said)
    for name, text in said.items():
        setattr(application, name, text)
    applications.submit(application, **hands.by)


def _bring_along(hands: Hands) -> None:
    """Tell of the certificate of another body, with its papers."""
    transfer = Transfer.objects.get(case=hands.case)
    first = exact_months(hands.day, -hands.luck.randint(6, 10))
    said = {
        "body_name": "Annat organ AB",
        "accreditation": "Swedac 1234",
        "certificate_number": "A-17",
        "scope": TEXT,
        "first_date": first,
        "last_date": exact_months(first, hands.case.cycle.validity_months),
        "last_audit_date": first,
        "surveillances": 0,
        "findings": "Inga",
        "complaints": "Inga",
    }
    transfers.write(transfer, said)
    for kind in NEEDED:
        link = Upload(kind, link="https://www.example.org/", kept_back=True)
        transfers.add_paper(transfer, kind, link, **hands.by)


def sign_agreement(hands: Hands) -> None:
    """Sign."""
    given = {"signatory": hands.person, "moment": hands.at}
    perform(hands.case.agreement.sign, **hands.by, **given)


def assess(hands: Hands) -> None:
    """Answer every criterion, perhaps with the help of a colleague; hand over."""
    assessment = hands.case.self_assessment
    contributions = list(assessment.contributions.all())
    if any(one.current_state == Contribution.State.ASKED for one in contributions):
        raise NotYetError
    if not contributions and hands.happens(hands.shares.asks_colleagues):
        _ask(hands, assessment)
        raise NotYetError
    _answer(hands, _unsettled(assessment))
    perform(assessment.hand_over, **hands.by)


def _ask(hands: Hands, assessment: SelfAssessment) -> None:
    answers = assessment.answers.select_related("criterion").order_by("pk")[:ASKED_AT_ONCE]
    criteria = tuple(answer.criterion for answer in answers)
    assessing.ask(assessment, Ask(hands.luck.choice(hands.contributors), criteria), **hands.by)


def _unsettled(assessment: SelfAssessment) -> list[Answer]:
    """What is not answered yet, or was carried over and is to be confirmed."""
    answers = list(unsettled(assessment))
    for answer in answers:
        answer.assessment = assessment
    return answers


def unsettled(assessment: SelfAssessment) -> QuerySet[Answer]:
    """The answers that are still to be given or confirmed."""
    open_ = Q(level=None) | Q(to_be_confirmed=True)
    return Answer.objects.filter(open_, assessment=assessment).order_by("pk")


def _answer(hands: Hands, answers: Iterable[Answer]) -> None:
    """Answer, confirm or change."""
    edits = {}
    for answer in answers:
        level = claimed(hands.luck, found(hands.luck, hands.skill))
        edits[answer] = Edit(level, TEXT, version=answer.version)
    assessing.save_answers(edits, **hands.by)


def contribute(hands: Hands) -> None:
    """Fill in the criteria one was asked for, and deliver."""
    contribution = Contribution.objects.get(own_process=hands.task.process)
    asked = set(contribution.criteria.values_list("pk", flat=True))
    answers = _unsettled(contribution.assessment)
    _answer(hands, [answer for answer in answers if answer.criterion_id in asked])
    perform(contribution.deliver, **hands.by, moment=hands.at)


def sign_assessment(hands: Hands) -> None:
    """Submit, or send back with remarks."""
    assessment = hands.case.self_assessment
    if hands.happens(hands.shares.signatory_returns):
        perform(assessment.send_back, **hands.by, remarks="Stäm av med förvaltningarna.")
    else:
        assessing.submit(assessment, **hands.by)


def consider_team(hands: Hands) -> None:
    """Accept the team or object to it."""
    audit = hands.case.audit
    if hands.happens(hands.shares.objects):
        perform(audit.object, **hands.by, reasons="Har nyligen arbetat hos oss.")
    else:
        perform(audit.accept_team, **hands.by)


def consider_member(hands: Hands) -> None:
    """Accept somebody who joined the team later, or object."""
    member = TeamMember.objects.get(own_process=hands.task.process)
    if hands.happens(hands.shares.objects):
        perform(member.object, **hands.by, reasons="Har nyligen arbetat hos oss.")
    else:
        perform(member.accept, **hands.by)


def agree_plan(hands: Hands) -> None:
    """Agree to the plan of the visit or ask for another day."""
    audit = hands.case.audit
    if hands.happens(hands.shares.new_plan):
        perform(audit.ask_new_plan, **hands.by, remarks="Nämnden sammanträder den dagen.")
    else:
        perform(audit.agree_plan, **hands.by)


def hear_holder(hands: Hands) -> None:
    """Answer what is proposed about the certificate."""
    sanctions.answer(hands.task.process.proposal, "Vi åtgärdar det.", **hands.by)


def comment_material(hands: Hands) -> None:
    """Comment on what is new, or say nothing."""
    text = "Vi ser det på samma sätt." if hands.happens(hands.shares.comments) else ""
    hearing.comment(hands.task.process.material, text, **hands.by)


def comment_report(hands: Hands) -> None:
    """Comment on a sentence of the draft, or say nothing."""
    report = hands.case.audit.reports.latest("number")
    said = {0: "Vi delar bilden."} if hands.happens(hands.shares.comments) else {}
    report_actions.comment(report, said, **hands.by)
    perform(report.return_comments, **hands.by)


def answer_findings(hands: Hands) -> None:
    """Answer every nonconformity and send the answers."""
    plan = hands.case.corrective_plan
    for response in plan.responses.filter(state=Response.State.OPEN).order_by("pk"):
        draft = corrective.Draft(
            correction="Rättat i båda enheterna.",
            cause="Ingen ägde rutinen.",
            action="Rutinen har en ägare och ses över varje år.",
            responsible=hands.person,
            evidence=(),
            version=response.version,
        )
        corrective.save_draft(response, draft)
    corrective.send(plan, **hands.by)
