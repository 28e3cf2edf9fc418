"""What belongs to every case, whatever its stage, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="case",
        place=0,
        rows=(Row("evidence", "case"),),
        happened={
            "case.open": _("The case was opened"),
            "case.hand_back": _("A task was handed back"),
            "case.assign": _("A task was given to a colleague"),
            "case.hand_on": _("Somebody else coordinates the case"),
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
            "case.close": _("The case was closed"),
            "case.lapse": _("The case lapsed: it was left lying too long"),
            "case.put_off_lapse": _(
                "The officer gave the municipality more time before the case lapses"
            ),
            "case.warn_of_lapse": _("A warning: the case will lapse if nothing is done"),
            "case.erase_evidence": _("The evidence of a deleted draft was erased"),
            "case.erase_draft": _("The draft of the application was deleted"),
            "case.overturn": _("The refusal was replaced by a certificate"),
            "case.skip_promise": _("What the system had promised and could not do was skipped"),
            "case.move_to_version": _("The case goes on by a new version of the process"),
            "case.leave": _("The case ended: the municipality declined the agreement"),
        },
        expected={
            "task.lapse": _("The case lapses if this is still not done"),
        },
    )
)
