"""Demands about the mark, as the rest of the system knows them."""

from django.utils.translation import gettext_lazy as _

from processes.stages import Row, StageEntry, register

register(
    StageEntry(
        name="marks",
        place=87,
        rows=(Row("markdemand", "case", acts=True),),
        happened={
            "markdemand.demand": _("It was demanded that misuse of the mark stops"),
            "markdemand.report_stopped": _("The municipality said what it did about the mark"),
            "markdemand.leave_unanswered": _("The time to answer about the mark ended"),
            "markdemand.find_stopped": _("Misuse of the mark was found to have stopped"),
            "markdemand.demand_again": _("It was demanded once more that misuse stops"),
            "markdemand.go_further": _("Misuse of the mark led to a proposal"),
        },
        possible={
            "markdemand.report_stopped": _("Say what was done about the mark"),
            "markdemand.find_stopped": _("Find that the misuse has stopped"),
            "markdemand.demand_again": _("Demand once more that misuse stops"),
            "markdemand.go_further": _("Propose a decision because of the misuse"),
        },
        expected={
            "markdemand.leave_unanswered": _("The time to answer about the mark ends"),
        },
        simulation={"answer_mark": "changes.answer_mark", "check_mark": "changes.check_mark"},
    )
)
