"""Nonconformities and their answers, as the rest of the system knows it."""

from django.utils.translation import gettext_lazy as _

from processes.corrective_actions import worsening
from processes.stages import Row, StageEntry, register

REGISTERED = (worsening,)
"""What keeps a promise registers itself when it is read."""

register(
    StageEntry(
        name="corrective_actions",
        place=50,
        rows=(
            Row("correctiveplan", "case", acts=True),
            Row("response", "plan__case"),
            Row("remark", "response__plan__case"),
            Row("earlieranswer", "response__plan__case"),
        ),
        dates=("corrective_plan",),
        read_anew=("corrective_plan",),
        happened={
            "correctiveplan.send_answers": _("The answers to the nonconformities were sent"),
            "correctiveplan.ask_more": _("More was asked about the answers"),
            "correctiveplan.accept_all": _("The answers were accepted"),
            "correctiveplan.find_ineffective": _("An action was found not to work"),
            "correctiveplan.close": _("The nonconformities were closed"),
            "correctiveplan.warn": _("A warning: major nonconformities are not verified yet"),
            "correctiveplan.worsen": _("Minor nonconformities without an answer became major"),
            "audit.worsen": _("Findings were graded major, as nobody answered them"),
            "correctiveplan.lapse": _("The time for major nonconformities ran out"),
            "correctiveplan.reopen": _("New nonconformities are to be answered"),
            "correctiveplan.resume": _("The answers sent before are to be assessed"),
            "correctiveplan.verify_on": _("Major nonconformities are to be verified"),
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
            "correctiveplan.revise": _("The answers follow a corrected report"),
        },
        possible={
            "correctiveplan.send_answers": _("Send the answers to the nonconformities"),
            "correctiveplan.accept_all": _("Accept all answers"),
            "correctiveplan.ask_more": _("Ask more about the answers"),
            "correctiveplan.close": _("Close the nonconformities"),
            "correctiveplan.find_ineffective": _("Find an action not to work"),
        },
        expected={
            "correctiveplan.worsen": _("Minor nonconformities without an answer become major"),
            "correctiveplan.warn": _("Warning if a major nonconformity is not verified"),
            "correctiveplan.lapse": _(
                "A new visit is needed if a major nonconformity is not verified"
            ),
        },
        simulation={
            "answer_findings": "municipality.answer_findings",
            "assess_answers": "auditor.assess_answers",
            "verify_majors": "auditor.verify_majors",
        },
    )
)
