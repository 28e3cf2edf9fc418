"""Appeals, as the rest of the system knows it."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes.appeals import admitting, effects
from processes.appeals.models import Appeal
from processes.case.models import Case
from processes.decision.models import Decision
from processes.decision.wording import words_of
from processes.reviewing.actions import REVIEWED, follow
from processes.stages import Paper, Row, StageEntry, address, register
from workflow import events
from workflow.models import Process

REGISTERED = (effects, admitting)
"""They register themselves when they are read."""


def _party(process: Process) -> int:
    """The municipality that appealed."""
    found: Appeal = Appeal.objects.select_related("case__certification").get(own_process=process)
    return found.case.certification.organisation_id


REVIEWED["AppealFlow3"] = _party
events.performed.connect(follow, sender=Appeal, dispatch_uid="processes.reviewing.appeals")


def papers(case: Case) -> Iterator[Paper]:
    """What was decided on appeals against decisions about the certificate that a case issued."""
    about = Q(kind__in=("annul", "stay"), basis__appeal__case=case.number)
    about |= Q(kind="reconsider", basis__case=case.number)
    appealed = Decision.objects.filter(about, case=None)
    taken = appealed.filter(
        certification=case.certification_id,
        decided_at__isnull=False,
    )
    for decision in taken.order_by("number"):
        number = decision.basis["certificate"]
        url = address("certificate_decision", number=number, n=decision.number)
        title, at = str(words_of(decision).heading), cast(datetime, decision.decided_at)
        yield Paper(title, at, decision.basis_sha256, url)


register(
    StageEntry(
        papers=papers,
        name="appeals",
        place=90,
        dates=("appeals",),
        rows=(Row("appeal", "case", acts=True),),
        happened={
            "appeal.register": _("The municipality appealed"),
            "appeal.acknowledge": _("The appeal was acknowledged"),
            "appeal.ask_signatory": _("A signatory was asked to stand by the appeal"),
            "appeal.stand_by": _("A signatory stood by the appeal"),
            "appeal.disown": _("A signatory did not stand by the appeal"),
            "appeal.pass_unconfirmed": _("The time to stand by the appeal ended"),
            "appeal.admit_appeal": _("The appeal was taken up"),
            "appeal.dismiss_inadmissible": _("The appeal was not taken up"),
            "appeal.tell_appeal_progress": _("The municipality was told how far the appeal is"),
            "appeal.uphold_partly": _("The appeal was granted in part"),
            "appeal.put_right": _("What the appeal found was put right"),
            "appeal.recall_appeal": _("The appeal was taken back"),
            "appeal.drop_appeal": _("The appeal was taken back"),
            "appeal.answer": _("The appeal was answered"),
            "appeal.lay_before": _("The appeal was laid before a decision maker"),
            "appeal.reject_appeal": _("The appeal was not granted: the decision stands"),
            "appeal.dismiss_appeal": _("The appeal was dismissed"),
            "appeal.uphold_appeal": _("The appeal was granted: what was decided was wrong"),
            "appeal.send_back_appeal": _("The appeal was sent back: somebody else decides anew"),
            "appeal.order_stay": _("The suspension rests until the appeal is decided"),
            "appeal.fulfil": _("A new decision gave the municipality what it appealed for"),
        },
        possible={
            "appeal.acknowledge": _("Acknowledge the appeal"),
            "appeal.stand_by": _("Say that the municipality appeals"),
            "appeal.disown": _("Say that the municipality does not appeal"),
            "appeal.admit_appeal": _("Take up the appeal"),
            "appeal.dismiss_inadmissible": _("Do not take up the appeal"),
            "appeal.uphold_partly": _("Grant the appeal in part"),
            "appeal.put_right": _("Say what was put right"),
            "appeal.recall_appeal": _("Take the appeal back"),
            "appeal.answer": _("Answer the appeal"),
            "appeal.lay_before": _("Lay the appeal before a decision maker"),
            "appeal.reject_appeal": _("Let the decision stand"),
            "appeal.dismiss_appeal": _("Dismiss the appeal"),
            "appeal.uphold_appeal": _("Grant the appeal"),
            "appeal.send_back_appeal": _("Send it back: somebody else decides anew"),
            "appeal.order_stay": _("Let the suspension rest"),
        },
        expected={
            "appeal.pass_unconfirmed": _("The time to stand by the appeal ends"),
            "appeal.tell_appeal_progress": _("The municipality is told how far the appeal is"),
        },
        simulation={
            "acknowledge_appeal": "appeals.acknowledge",
            "confirm_appeal": "appeals.confirm",
            "admit_appeal": "appeals.admit",
            "put_right_appeal": "appeals.put_right",
            "answer_appeal": "appeals.answer",
            "look_into_appeal": "appeals.look_into",
            "decide_appeal": "appeals.decide",
        },
    )
)
