"""Objections to findings, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.disputes import marking
from processes.stages import Row, StageEntry, register

REGISTERED = (marking,)
"""What is shown beside a finding registers itself when it is read."""

register(
    StageEntry(
        name="disputes",
        place=86,
        rows=(Row("dispute", "case", acts=True),),
        happened={
            "dispute.file": _("The municipality objected to a finding"),
            "dispute.uphold_finding": _("The objection to a finding was upheld"),
            "dispute.reject_it": _("The objection to a finding was rejected"),
            "dispute.carry_out": _("A finding was corrected after an objection"),
            "dispute.withdraw_it": _("The objection to a finding was taken back"),
            "dispute.become_moot": _("The objection to a finding fell away with its case"),
        },
        possible={
            "dispute.uphold_finding": _("Uphold the objection"),
            "dispute.reject_it": _("Reject the objection"),
            "dispute.carry_out": _("Say how the finding is corrected"),
        },
        simulation={
            "answer_dispute": "amending.answer_dispute",
            "carry_out_dispute": "amending.carry_out_dispute",
        },
    )
)
