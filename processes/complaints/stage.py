"""Complaints, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes import subjects
from processes.complaints import addresses, apart, appealing, handling
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile
from processes.evidence import store
from processes.reviewing.actions import REVIEWED, follow
from processes.stages import Row, StageEntry, register
from workflow import events
from workflow.models import Process

REGISTERED = (addresses, appealing, handling)
"""Who hears of a complaint, and what keeps its promises, register themselves when they are read."""

store.KINDS.append(ComplaintFile)


def _asked(complaint: Complaint) -> int | None:
    """The municipality, once it was asked to answer: before that it knows of nothing."""
    return complaint.about_id if complaint.forwarded_at else None


def _party(process: Process) -> int | None:
    """The municipality that it is about, or whose case: None of others."""
    complaint = Complaint.objects.get(own_process=process)
    case = apart.case_of(complaint)
    return case.certification.organisation_id if case else complaint.about_id


REVIEWED["ComplaintFlow"] = _party
events.performed.connect(follow, sender=Complaint, dispatch_uid="processes.reviewing.complaints")
subjects.register(Complaint, body=lambda complaint: complaint.scheme.body_id, municipality=_asked)
register(
    StageEntry(
        name="complaints",
        place=95,
        # One that was taken in as an appeal is of the case that the appeal is of.
        rows=(
            Row("complaint", "appeal__case"),
            Row("complaintaddress", "complaint__appeal__case"),
            Row("complaintfile", "complaint__appeal__case"),
            Row("complaintmessage", "complaint__appeal__case"),
        ),
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
