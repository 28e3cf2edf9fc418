"""What the steps of a certification are called: as it happened, and as it can be done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

HAPPENED: dict[str, Words] = {
    "case.open": _("The case was opened"),
    "case.hand_back": _("A task was handed back"),
    "case.assign": _("A task was given to a colleague"),
    "case.raise_priority": _("A task was prioritised"),
    "case.lower_priority": _("A task is no longer prioritised"),
    "case.declare_impartiality": _("Impartiality was declared"),
    "case.declare_partiality": _("A conflict of interest was declared"),
    "case.add_evidence": _("Evidence was added"),
    "case.keep_away": _("Somebody is kept from the case by a tie to the municipality"),
    "case.readmit": _("Somebody is no longer kept from the case"),
    "case.remove_evidence": _("Evidence was removed"),
    "case.grant": _("The case ended with a certificate"),
    "case.carry_on": _("The surveillance ended: the certificate stands"),
    "case.refuse": _("The case ended without a certificate"),
    "case.decline": _("The case ended: the application was declined"),
    "case.withdraw": _("The case was withdrawn"),
    "application.submit": _("The application was submitted"),
    "application.send_back": _("The application was returned for completion"),
    "application.accept": _("The application was accepted"),
    "application.decline": _("The application was declined"),
    "agreement.sign": _("The agreement was signed"),
    "selfassessment.hand_over": _("The self-assessment was handed to the signatory"),
    "selfassessment.submit": _("The self-assessment was submitted"),
    "selfassessment.send_back": _("The self-assessment was sent back to the coordinator"),
    "selfassessment.reopen": _("The self-assessment was opened again"),
    "contribution.ask": _("A colleague was asked to contribute"),
    "contribution.deliver": _("A colleague delivered a contribution"),
    "contribution.withdraw": _("A request to a colleague was withdrawn"),
    "audit.join": _("Somebody joined the audit team"),
    "audit.leave": _("Somebody left the audit team"),
    "audit.take_over": _("Another auditor leads the audit"),
    "audit.propose_team": _("The audit team was presented"),
    "audit.accept_team": _("The audit team was accepted"),
    "audit.object": _("The municipality objected to the audit team"),
    "audit.stand": _("The time to object ran out: the audit team stands"),
    "audit.dismiss_objection": _("The objection was dismissed"),
    "audit.uphold_objection": _("The objection was upheld: a new team is needed"),
    "audit.find_ready": _("The documents showed readiness for the visit"),
    "audit.find_not_ready": _("The documents did not show readiness yet"),
    "audit.skip_document_review": _("The case went on to the visit without document review"),
    "audit.propose_plan": _("A plan of the visit was proposed"),
    "audit.agree_plan": _("The plan of the visit was agreed"),
    "audit.ask_new_plan": _("A new plan of the visit was asked for"),
    "audit.conclude_visit": _("The visit was concluded"),
    "audit.visit_again": _("A new visit is needed"),
    "report.send_draft": _("The draft report was sent for comments"),
    "report.return_comments": _("The municipality commented on the draft report"),
    "report.pass_uncommented": _("The time to comment on the draft report ran out"),
    "audit.correct_finding": _("A finding was corrected"),
    "report.send_again": _("The report was sent for comments on what was made worse"),
    "report.lock": _("The final report was locked"),
    "correctiveplan.send_answers": _("The answers to the nonconformities were sent"),
    "correctiveplan.ask_more": _("More was asked about the answers"),
    "correctiveplan.accept_all": _("The answers were accepted"),
    "correctiveplan.find_ineffective": _("An action was found not to work"),
    "correctiveplan.close": _("The nonconformities were closed"),
    "correctiveplan.warn": _("A warning: major nonconformities are not verified yet"),
    "correctiveplan.lapse": _("The time for major nonconformities ran out"),
    "correctiveplan.reopen": _("New nonconformities are to be answered"),
    "correctiveplan.resume": _("The answers sent before are to be assessed"),
    "correctiveplan.settle": _("After the new visit nothing was left to be done"),
    "response.begin_anew": _("A nonconformity was found again: it needs a new answer"),
    "response.answer": _("A nonconformity was answered"),
    "response.take_back": _("An answer was taken back for editing"),
    "response.accept": _("An answer was accepted"),
    "response.ask_more": _("More was asked about an answer"),
    "response.drop": _("A nonconformity no longer needs an answer"),
    "response.renew": _("A nonconformity is to be answered anew"),
    "response.verify": _("A corrective action was verified"),
    "response.find_ineffective": _("A corrective action did not work"),
    "decision.grant": _("Decision: the certificate is granted"),
    "decision.refuse": _("Decision: the certificate is refused"),
    "decision.defer": _("The decision was deferred: more is asked for"),
    "decision.supply": _("What the decision maker asked for was supplied"),
    "certificate.issue": _("The certificate was issued"),
    "certificate.renew": _("The certificate was renewed"),
    "certificate.suspend": _("The certificate was suspended"),
    "certificate.restore": _("The certificate was restored"),
    "certificate.withdraw": _("The certificate was withdrawn"),
    "certificate.expire": _("The certificate expired"),
    "certificate.replace": _("A new certificate took the place of the earlier one"),
    "programmeitem.open": _("The next case of the programme was opened"),
    "programmeitem.finish": _("A turn of the programme was completed"),
    "programmeitem.cancel": _("A turn of the programme was cancelled"),
}

POSSIBLE: dict[str, Words] = {
    "application.submit": _("Submit the application"),
    "application.send_back": _("Return the application for completion"),
    "application.accept": _("Accept the application"),
    "application.decline": _("Decline the application"),
    "agreement.sign": _("Sign the agreement"),
    "selfassessment.hand_over": _("Hand the self-assessment to the signatory"),
    "selfassessment.submit": _("Submit the self-assessment"),
    "selfassessment.send_back": _("Send the self-assessment back to the coordinator"),
    "audit.propose_team": _("Present the audit team"),
    "audit.accept_team": _("Accept the audit team"),
    "audit.object": _("Object to the audit team"),
    "audit.dismiss_objection": _("Dismiss the objection"),
    "audit.uphold_objection": _("Uphold the objection"),
    "audit.find_ready": _("Find the municipality ready for the visit"),
    "audit.find_not_ready": _("Find the municipality not ready yet"),
    "audit.propose_plan": _("Propose the plan of the visit"),
    "audit.agree_plan": _("Agree to the plan of the visit"),
    "audit.ask_new_plan": _("Ask for a new plan of the visit"),
    "audit.conclude_visit": _("Conclude the visit"),
    "report.send_draft": _("Send the draft report for comments"),
    "report.return_comments": _("Send the comments on the draft report"),
    "report.send_again": _("Send for comments again"),
    "report.lock": _("Lock the final report"),
    "correctiveplan.send_answers": _("Send the answers to the nonconformities"),
    "correctiveplan.accept_all": _("Accept all answers"),
    "correctiveplan.ask_more": _("Ask more about the answers"),
    "correctiveplan.close": _("Close the nonconformities"),
    "correctiveplan.find_ineffective": _("Find an action not to work"),
    "decision.grant": _("Grant the certificate"),
    "decision.refuse": _("Refuse the certificate"),
    "decision.defer": _("Defer the decision and ask for more"),
    "decision.supply": _("Supply what was asked for"),
}

EXPECTED: dict[str, Words] = {
    "audit.stand": _("The time to object ends; then the audit team stands"),
    "report.pass_uncommented": _("The time to comment on the draft report ends"),
    "correctiveplan.warn": _("Warning if a major nonconformity is not verified"),
    "correctiveplan.lapse": _("A new visit is needed if a major nonconformity is not verified"),
    "certificate.expire": _("The certificate expires"),
    "programmeitem.open": _("The next case of the programme opens"),
}


def happened(event: str) -> str:
    """What happened; an event without words is told by its name."""
    return str(HAPPENED.get(event) or " ".join(event.partition(".")[2].split("_")))


def possible(event: str) -> str | None:
    """What can be done; None for what only the system does."""
    words = POSSIBLE.get(event)
    return str(words) if words else None


def expected(event: str) -> str:
    """What a promise will bring."""
    return str(EXPECTED.get(event) or happened(event))
