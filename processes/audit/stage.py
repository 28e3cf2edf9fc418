"""The audit: team, visit, findings and report, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.stages import Paper, Row, StageEntry, address, on, register

if TYPE_CHECKING:
    from processes.case.models import Case


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    audit = on(case, "audit")
    if audit is None:
        return
    for review in audit.document_reviews.order_by("number"):
        words = gettext("Review of the documents, round %(number)s") % {"number": review.number}
        where = address("document_review", number=case.number, n=review.number)
        yield Paper(words, review.at, review.sha256, where)
    url = address("case_audit", number=case.number)
    for report in audit.reports.exclude(sent_at=None).order_by("number"):
        words = (
            gettext("Audit report %(number)s")
            if report.locked_at
            else gettext("Draft report %(number)s")
        )
        title = words % {"number": report.number}
        yield Paper(title, report.locked_at or report.sent_at, report.sha256, url)


register(
    StageEntry(
        name="audit",
        place=40,
        rows=(
            Row("audit", "case", acts=True),
            Row("teammember", "audit__case"),
            Row("finding", "audit__case"),
            Row("vacancy", "audit__case"),
            Row("documentreview", "audit__case"),
            Row("report", "audit__case", acts=True),
            Row("correction", "report__audit__case"),
            Row("sentencecomment", "report__audit__case"),
        ),
        papers=papers,
        dates=("audit", "audit.reports"),
        read_anew=("audit",),
        happened={
            "audit.ask": _("Somebody was asked to join the audit team"),
            "audit.join": _("Somebody joined the audit team"),
            "audit.leave": _("Somebody left the audit team"),
            "audit.promote": _("Somebody in the audit team leads it from now on"),
            "audit.change_team": _("The audit team was changed"),
            "audit.keep_team": _("The audit goes on with those the municipality knows"),
            "audit.withdraw_team": _("Everybody who was presented has left: a new team is needed"),
            "teammember.seat": _("A member of the audit team stays, without being presented again"),
            "vacancy.put": _("The officer was asked to see to a place in the audit team"),
            "vacancy.fill": _("The officer asked somebody to take a place in the audit team"),
            "vacancy.leave_empty": _(
                "The officer let the audit team go on without somebody who left"
            ),
            "vacancy.settle": _("Nobody needs to see to a place in the audit team any more"),
            "audit.take_over": _("Another auditor leads the audit"),
            "audit.propose_team": _("The audit team was presented"),
            "audit.confirm_team": _("An officer confirmed the impartiality of the audit team"),
            "audit.turn_down_team": _("An officer did not confirm the audit team"),
            "audit.settle_plan": _("The plan of the unannounced visit stands"),
            "audit.accept_team": _("The audit team was accepted"),
            "audit.object": _("The municipality objected to the audit team"),
            "audit.stand": _("The time to object ran out: the audit team stands"),
            "audit.dismiss_objection": _("The objection was dismissed"),
            "audit.uphold_objection": _("The objection was upheld: somebody is replaced"),
            "teammember.declare": _("A member of the audit team declared impartiality"),
            "teammember.decline": _(
                "Somebody asked to join the audit team declared a conflict of interest"
            ),
            "teammember.present": _("A new member of the audit team was presented"),
            "teammember.accept": _("The new member of the audit team was accepted"),
            "teammember.confirm": _("An officer confirmed the new member of the audit team"),
            "teammember.turn_down": _("An officer did not confirm the new member of the team"),
            "teammember.stand": _("The time to object ran out: the new member of the team stays"),
            "teammember.object": _("The municipality objected to the new member of the audit team"),
            "teammember.dismiss_objection": _("The objection to the new member was dismissed"),
            "teammember.uphold_objection": _("The objection to the new member was upheld"),
            "audit.conclude_review": _("The conclusion of the review of the documents was sent"),
            "audit.repeat_review": _("The documents are reviewed again: something has changed"),
            "audit.find_ready": _("The documents showed readiness for the visit"),
            "audit.find_not_ready": _("The documents did not show readiness yet"),
            "audit.skip_document_review": _(
                "The case went on to the visit without document review"
            ),
            "audit.open_examination": _("What was handed in is examined, without a visit"),
            "audit.propose_plan": _("A plan of the visit was proposed"),
            "audit.agree_plan": _("The plan of the visit was agreed"),
            "audit.ask_new_plan": _("A new plan of the visit was asked for"),
            "audit.move_visit": _("The lead auditor proposed another day for the visit"),
            "audit.ask_other_day": _("The municipality proposed another day for the visit"),
            "audit.reopen_plan": _("The visit is planned anew"),
            "audit.conclude_visit": _("The visit was concluded"),
            "audit.visit_again": _("A new visit is needed"),
            "report.send_draft": _("The draft report was sent for comments"),
            "report.return_comments": _("The municipality commented on the draft report"),
            "report.pass_uncommented": _("The time to comment on the draft report ran out"),
            "audit.correct_finding": _("A finding was corrected"),
            "report.send_again": _("The report was sent for comments on what was made worse"),
            "report.lock": _("The final report was locked"),
            "audit.correct_locked": _("A finding of the locked report was corrected"),
            "report.reissue": _("A corrected version of the report was locked"),
        },
        possible={
            "audit.propose_team": _("Present the audit team"),
            "audit.confirm_team": _("Confirm the audit team"),
            "audit.turn_down_team": _("Do not confirm the audit team"),
            "teammember.confirm": _("Confirm the new member of the audit team"),
            "teammember.turn_down": _("Do not confirm the new member of the audit team"),
            "audit.accept_team": _("Accept the audit team"),
            "audit.object": _("Object to the audit team"),
            "audit.dismiss_objection": _("Dismiss the objection"),
            "audit.uphold_objection": _("Uphold the objection"),
            "vacancy.fill": _("Ask somebody to take the place"),
            "vacancy.leave_empty": _("Let the others go on"),
            "teammember.declare": _("Declare that you have no conflict of interest"),
            "teammember.decline": _("Declare a conflict of interest"),
            "teammember.accept": _("Accept the new member of the audit team"),
            "teammember.object": _("Object to the new member of the audit team"),
            "teammember.dismiss_objection": _("Dismiss the objection"),
            "teammember.uphold_objection": _("Uphold the objection"),
            "audit.find_ready": _("Find the municipality ready for the visit"),
            "audit.find_not_ready": _("Find the municipality not ready yet"),
            "audit.propose_plan": _("Propose the plan of the visit"),
            "audit.repeat_review": _("Review the documents again"),
            "audit.agree_plan": _("Agree to the plan of the visit"),
            "audit.ask_new_plan": _("Ask for a new plan of the visit"),
            "audit.conclude_visit": _("Conclude the visit"),
            "report.send_draft": _("Send the draft report for comments"),
            "report.return_comments": _("Send the comments on the draft report"),
            "report.send_again": _("Send for comments again"),
            "report.lock": _("Lock the final report"),
        },
        expected={
            "teammember.stand": _("The time to object ends; then the new member stays"),
            "audit.stand": _("The time to object ends; then the audit team stands"),
            "report.pass_uncommented": _("The time to comment on the draft report ends"),
        },
        simulation={
            "lead_audit": "auditor.lead_audit",
            "declare": "auditor.declare",
            "consider_member": "municipality.consider_member",
            "settle_member": "body.settle_member",
            "fill_vacancy": "body.fill_vacancy",
            "consider_team": "municipality.consider_team",
            "settle_objection": "body.settle_objection",
            "confirm_team": "body.confirm_team",
            "confirm_member": "body.confirm_member",
            "review_documents": "auditor.review_documents",
            "examine": "auditor.examine",
            "plan_visit": "auditor.plan_visit",
            "agree_plan": "municipality.agree_plan",
            "visit": "auditor.visit",
            "draft_report": "auditor.draft_report",
            "comment_report": "municipality.comment_report",
            "finish_report": "auditor.finish_report",
        },
    )
)
