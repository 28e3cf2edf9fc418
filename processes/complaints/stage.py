"""Complaints, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes import subjects
from processes.complaints import addresses, appealing, handling
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile
from processes.evidence import store
from processes.stages import StageEntry, register

REGISTERED = (addresses, appealing, handling)
"""Who hears of a complaint, and what keeps its promises, register themselves when they are read."""

store.KINDS.append(ComplaintFile)


def _asked(complaint: Complaint) -> int | None:
    """The municipality, once it was asked to answer: before that it knows of nothing."""
    return complaint.about_id if complaint.forwarded_at else None


subjects.register(Complaint, body=lambda complaint: complaint.scheme.body_id, municipality=_asked)
register(
    StageEntry(
        name="complaints",
        place=95,
        happened={
            "complaint.lodge": _("A complaint came in"),
            "complaint.acknowledge": _("The complaint was acknowledged"),
            "complaint.take_up": _("The complaint was taken up"),
            "complaint.dismiss": _("The complaint was not taken up"),
            "complaint.refer": _("It was taken in as an appeal"),
            "complaint.send_on": _("The municipality was asked to answer"),
            "complaint.keep_back": _("The complaint is looked into without an answer"),
            "complaint.reply": _("The municipality answered"),
            "complaint.pass_unreplied": _("The time to answer the complaint ended"),
            "complaint.conclude": _("The inquiry was concluded"),
            "complaint.rule_on": _("The complaint was decided"),
            "complaint.round_off": _("The complaint was closed"),
            "complaint.end_at_once": _("The complaint was closed with its decision"),
            "complaint.tell_progress": _("Whoever complained was told how far it is"),
            "complaint.recall": _("The complaint was taken back"),
        },
        simulation={
            "acknowledge_complaint": "complaints.acknowledge",
            "review_complaint": "complaints.review",
            "prepare_complaint": "complaints.prepare",
            "answer_complaint": "complaints.answer",
            "look_into_complaint": "complaints.look_into",
            "decide_complaint": "complaints.decide",
            "close_complaint": "complaints.close",
        },
    )
)
