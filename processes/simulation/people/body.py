"""What officers and decision makers do with their tasks: the actions behind their pages."""

from datetime import timedelta

from processes.application import actions as applications
from processes.audit import candidates
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.team import objections, replacing
from processes.case.actions import canonical_hash
from processes.decision import actions as decisions
from processes.decision.policies import (
    has_settled_report,
    is_commented,
    is_in_force,
    may_defer,
    may_grant,
)
from processes.extending import actions as extending
from processes.extending import rules
from processes.parking import actions as parking
from processes.parking.rules import wrong
from processes.renewal.deadlines import last_of_all
from processes.renewal.overdue import actions as overdue
from processes.sanctions import actions as sanctions
from processes.simulation.hands import Hands, NotYetError
from workflow.engine.transitions import perform

GIVEN = timedelta(days=60)
"""So much time an officer gives to an overdue surveillance."""
QUESTIONS = ("enough_information", "body_is_competent", "no_conflict_of_interest")


def review_application(hands: Hands) -> None:
    """Accept the application, return it for completion or decline it."""
    application, shares = hands.case.application, hands.shares
    if hands.happens(shares.declined):
        words = "Verksamheten ryms inte i ordningen."
        perform(application.decline, **hands.by, because=words, reasons=words)
    elif hands.happens(shares.returned):
        words = "Ange vilka enheter som ingår."
        applications.send_back(application, words, **hands.by)
    else:
        for question in QUESTIONS:
            setattr(application, question, True)
        application.save(update_fields=list(QUESTIONS))
        applications.accept(application, **hands.by)


def settle_objection(hands: Hands) -> None:
    """Dismiss the objection to the team or let it stand."""
    audit, words = hands.case.audit, "Revisorn har inga band till kommunen."
    if hands.happens(hands.shares.upheld):
        objections.uphold_objection(audit, **hands.by, because="Invändningen är befogad.")
    else:
        perform(audit.dismiss_objection, **hands.by, because=words, reasons=words)


def confirm_team(hands: Hands) -> None:
    """Confirm the team of an unannounced audit."""
    perform(hands.case.audit.confirm_team, **hands.by)


def confirm_member(hands: Hands) -> None:
    """Confirm somebody who joins it later."""
    perform(TeamMember.objects.get(own_process=hands.task.process).confirm, **hands.by)


def settle_overdue(hands: Hands) -> None:
    """Let a case that is under way go on; open anew what ended without having been done."""
    asked = hands.task.process.overdue
    case = asked.item.case
    goes_on = case is not None and case.is_running and case.self_assessment.state != "open"
    act = overdue.go_on if goes_on else overdue.open_anew
    day = min(hands.day + GIVEN, asked.item.programme.certificate.expiry_date)
    act(asked, overdue.Answer("Kommunen har fått mer tid.", day), **hands.by)


def settle_renewal(hands: Hands) -> None:
    """Let the case of an overdue renewal go on."""
    asked = hands.task.process.overdue
    day = min(hands.day + GIVEN, last_of_all(asked.item, hands.day))
    overdue.go_on(asked, overdue.Answer("Kommunen har fått mer tid.", day), **hands.by)


def prepare_sanction(hands: Hands) -> None:
    """Check what is proposed about a certificate, and take it further."""
    proposal = hands.task.process.proposal
    draft = sanctions.Draft(
        proposal.kind,
        proposal.ground,
        proposal.said,
        named=hands.by["by"],
        conditions="Det som saknas är gjort och visat.",
        scope=proposal.scope,
        issued_to=proposal.issued_to,
    )
    sanctions.prepare(proposal, draft, **hands.by)


def decide_sanction(hands: Hands) -> None:
    """Decide as is proposed where every gate is met; leave the certificate as it is otherwise."""
    proposal = hands.task.process.proposal
    decision = sanctions.pending(proposal)
    if canonical_hash(sanctions.fresh_basis(decision, hands.at)) != decision.basis_sha256:
        decision = sanctions.freeze_anew(proposal, **hands.by)
    words = "Underlaget visar det."
    sanctions.decide(proposal, words, as_proposed=may_grant(decision), **hands.by)


def answer_parking(hands: Hands) -> None:
    """Let the case rest as asked, or say why it goes on where the rule is against it."""
    wish = hands.task.process.parking_wish
    wanted = parking.Wanted(wish.wished_until, wish.ground, wish.reasons, "Kommunen har skäl.")
    if wrong(hands.case, wanted.until, hands.day, beyond=wanted.beyond):
        parking.decline(wish, "Något annat kommer först.", **hands.by)
    else:
        parking.accept(wish, wanted, **hands.by)


def answer_extension(hands: Hands) -> None:
    """Give the time that is asked for where the rule allows it."""
    wish = hands.task.process.extension
    if extending.settle(wish, hands.at):
        return
    if rules.wrong(wish.task, hands.case, wish.wished_last, hands.day, asks=False):
        extending.refuse(wish, "Mer tid finns inte.", **hands.by)
    else:
        extending.grant(wish, wish.wished_last, "", **hands.by)


def settle_member(hands: Hands) -> None:
    """Dismiss the objection to somebody who joined later, or let it stand."""
    member = TeamMember.objects.get(own_process=hands.task.process)
    if hands.happens(hands.shares.upheld):
        objections.uphold_against(member, **hands.by, because="Invändningen är befogad.")
    else:
        words = "Revisorn har inga band till kommunen."
        perform(member.dismiss_objection, **hands.by, because=words, reasons=words)


def fill_vacancy(hands: Hands) -> None:
    """Ask another auditor whom nothing speaks against, or let the others go on."""
    vacancy = hands.task.process.vacancy
    if vacancy.audit.current_state == Audit.State.OBJECTED:
        raise NotYetError
    team = [one.person for one in vacancy.audit.current_team]
    everyone = [one.person for one in candidates.of_case(hands.case, hands.day) if not one.reason]
    free = [one for one in everyone if one not in team]
    if free:
        who = hands.luck.choice(free)
        replacing.fill(vacancy, who, **hands.by, reasons="En annan revisor tar platsen.")
    else:
        replacing.leave_empty(vacancy, **hands.by, reasons="Ingen annan kan.")


def decide(hands: Hands) -> None:
    """Decide by the gates: grant where all are met, now and then ask for more first."""
    decision = hands.case.decisions.latest("number")
    waits = not is_in_force(decision) or not is_commented(decision)
    if waits or not has_settled_report(decision):
        raise NotYetError
    if hands.happens(hands.shares.deferred) and may_defer(decision):
        if hands.luck.random() < hands.shares.asked_of_municipality:
            decision.asked_of = hands.luck.choice(
                [decision.Asked.MUNICIPALITY, decision.Asked.REPORT]
            )
        decisions.defer(decision, "Komplettera med stickproven.", **hands.by)
    elif may_grant(decision):
        decisions.grant(decision, "Kraven är uppfyllda.", **hands.by)
    else:
        decisions.refuse(decision, "För få skallkrav når målnivån.", **hands.by)
