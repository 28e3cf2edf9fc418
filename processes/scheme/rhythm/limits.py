"""Every time limit of the process: its default, its unit and what it is counted from.

The renewal cycle stores the administrator's figures; what it does not store has the default.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from processes.scheme.models import RenewalCycle


WORKING_DAYS, DAYS, MONTHS = "working_days", "days", "months"
TIMES, PERCENT = "times", "percent"
"""Units of figures that are no time themselves: how often, and how great a part of a limit."""


@dataclass(frozen=True)
class Limit:
    """A time limit: ``key`` in the cycle, its unit, default amount and words.

    ``floor``: what is left of it at least when a hard date is near; all of it where None.
    ``most``: the longest that a cycle may say; that of its unit where None.
    """

    key: str
    unit: str
    default: int
    title: str | Promise
    floor: int | None = None
    most: int | None = None


LIGHTER = "surveillance_"
"""Before the key of a limit: the one that a surveillance has of its own."""

LIMITS = {
    limit.key: limit
    for limit in (
        Limit("apply", DAYS, 90, _("send the application, or send it again; then it lapses")),
        Limit("review_application", WORKING_DAYS, 5, _("review the application")),
        Limit("sign_agreement", WORKING_DAYS, 20, _("sign the agreement")),
        Limit("review_transfer", WORKING_DAYS, 15, _("review a certificate of another body")),
        Limit(
            "transfer_ceased", MONTHS, 6, _("a body that ceased: its certificates are taken over")
        ),
        Limit("lapse_agreement", DAYS, 60, _("an unsigned agreement lapses, after its last day")),
        Limit("assess", DAYS, 60, _("self-assessment"), floor=14),
        Limit("sign_assessment", WORKING_DAYS, 10, _("submit the self-assessment"), floor=2),
        Limit("claim_audit", WORKING_DAYS, 10, _("take the audit"), floor=2),
        Limit(
            "declare_impartiality", WORKING_DAYS, 5, _("declare impartiality for an audit"), floor=2
        ),
        Limit("object_to_team", WORKING_DAYS, 10, _("object to the audit team")),
        Limit(
            "confirm_team", WORKING_DAYS, 3, _("confirm the team of an unannounced audit"), floor=1
        ),
        Limit("settle_objection", WORKING_DAYS, 5, _("settle an objection"), floor=2),
        Limit("review_documents", WORKING_DAYS, 15, _("review the documents"), floor=5),
        Limit(
            "review_holds", MONTHS, 6, _("a review of documents serves a visit, at most"), most=24
        ),
        Limit("plan_visit", WORKING_DAYS, 10, _("propose the plan of the visit"), floor=2),
        Limit("agree_plan", WORKING_DAYS, 5, _("answer the plan of the visit")),
        Limit("plan_before_visit", WORKING_DAYS, 15, _("plan sent before the visit, at least")),
        Limit("report_visit", WORKING_DAYS, 5, _("record the visit"), floor=2),
        Limit("draft_report", WORKING_DAYS, 10, _("draft the report"), floor=3),
        Limit("comment_report", WORKING_DAYS, 10, _("comment on the draft report")),
        Limit("final_report", WORKING_DAYS, 10, _("lock the final report"), floor=3),
        Limit("answer_findings", DAYS, 28, _("answer nonconformities")),
        Limit("worsen_minor", DAYS, 28, _("an unanswered minor becomes major, after its last day")),
        Limit("assess_answers", WORKING_DAYS, 5, _("assess the answers"), floor=2),
        Limit("verify_major", DAYS, 90, _("verify major nonconformities, target"), floor=14),
        Limit("warn_major", DAYS, 120, _("warn of unverified major nonconformities")),
        Limit("major_hard_limit", MONTHS, 6, _("unverified majors lead to a new visit")),
        Limit("decide", WORKING_DAYS, 20, _("decide"), floor=5),
        Limit(
            "supplement", WORKING_DAYS, 10, _("supply what the decision maker asked for"), floor=3
        ),
        Limit(
            "confirm_withdrawal", WORKING_DAYS, 5, _("confirm that a case is withdrawn"), floor=2
        ),
        Limit("claim_lease", WORKING_DAYS, 5, _("an idle claim goes back to the queue")),
        Limit("contribute", WORKING_DAYS, 10, _("contribute to the self-assessment"), floor=3),
        Limit("surveillance_assess", DAYS, 30, _("self-assessment, surveillance")),
        Limit("surveillance_sign_assessment", WORKING_DAYS, 5, _("submit it, surveillance")),
        Limit("surveillance_claim_audit", WORKING_DAYS, 5, _("take the audit, surveillance")),
        Limit("surveillance_plan_visit", WORKING_DAYS, 5, _("plan the visit, surveillance")),
        Limit("surveillance_draft_report", WORKING_DAYS, 5, _("draft the report, surveillance")),
        Limit("surveillance_final_report", WORKING_DAYS, 5, _("lock the report, surveillance")),
        Limit("surveillance_decide", WORKING_DAYS, 10, _("decide, surveillance")),
        Limit("fill_vacancy", WORKING_DAYS, 5, _("see to a place in the audit team")),
        Limit("acknowledge_appeal", WORKING_DAYS, 5, _("acknowledge an appeal")),
        Limit("answer_appeal", DAYS, 60, _("decide an appeal, from when it is taken up")),
        Limit("look_into_appeal", DAYS, 30, _("look into an appeal")),
        Limit("confirm_appeal", WORKING_DAYS, 10, _("a signatory stands by an appeal")),
        Limit("admit_appeal", WORKING_DAYS, 10, _("say whether an appeal is taken up")),
        Limit("put_right_appeal", WORKING_DAYS, 20, _("put right what an appeal found")),
        Limit("settle_overdue", WORKING_DAYS, 5, _("decide how an overdue item goes on")),
        Limit("settle_amendment", WORKING_DAYS, 5, _("confirm a correction of a locked report")),
        Limit("reconsider", WORKING_DAYS, 20, _("reconsider a decision")),
        Limit("follow_amendment", WORKING_DAYS, 5, _("settle what follows from a correction")),
        Limit("prepare_sanction", WORKING_DAYS, 5, _("check a proposal about a certificate")),
        Limit("answer_hearing", WORKING_DAYS, 10, _("answer a proposal about a certificate")),
        Limit("decide_sanction", WORKING_DAYS, 20, _("decide on a proposal about a certificate")),
        Limit("confirm_suspension", WORKING_DAYS, 10, _("confirm or lift an urgent suspension")),
        Limit("suspension", MONTHS, 6, _("a suspension is restored or the certificate withdrawn")),
        Limit("decide_restoration", WORKING_DAYS, 20, _("decide to restore, after the last day")),
        Limit("object_to_finding", WORKING_DAYS, 10, _("object to a finding of a locked report")),
        Limit("answer_dispute", WORKING_DAYS, 15, _("answer an objection to a finding")),
        Limit("carry_out_dispute", WORKING_DAYS, 5, _("correct a finding after an objection")),
        Limit("answer_mark", WORKING_DAYS, 10, _("stop misuse of the mark, and say so")),
        Limit("check_mark", WORKING_DAYS, 5, _("check whether misuse of the mark has stopped")),
        Limit("review_change", WORKING_DAYS, 10, _("review a change at the holder")),
        Limit("answer_wish", WORKING_DAYS, 3, _("answer a wish about the time of a case")),
        Limit("extensions", TIMES, 1, _("a task gets more time, at most")),
        Limit("extension_share", PERCENT, 50, _("more time, at most so much of the limit")),
        Limit("extend_answers", DAYS, 28, _("more time to answer nonconformities, at most")),
        Limit("rest", MONTHS, 6, _("a case rests, in all")),
        Limit("acknowledge_complaint", WORKING_DAYS, 5, _("acknowledge a complaint")),
        Limit("review_complaint", WORKING_DAYS, 10, _("say whether a complaint is taken up")),
        Limit("prepare_complaint", WORKING_DAYS, 10, _("say who is to answer a complaint")),
        Limit("answer_complaint", WORKING_DAYS, 20, _("the municipality answers a complaint")),
        Limit("investigate_complaint", DAYS, 40, _("look into a complaint")),
        Limit(
            "settle_complaint", DAYS, 60, _("decide on a complaint, from the inquiry on"), floor=5
        ),
        Limit("close_complaint", WORKING_DAYS, 20, _("put right what a complaint found")),
        Limit("tell_progress", DAYS, 30, _("tell how far a complaint or appeal is, every")),
        Limit(
            "private_address", MONTHS, 12, _("follow a closed complaint at its address"), most=36
        ),
        Limit("repeat", DAYS, 7, _("tell again of a late task after the last reminder, every")),
    )
}

LADDER = [-14, -7, -1, 1, 7, 14]
QUIET_WEEKS = [[27, 32], [51, 1]]
WINDOWS = [(9, 12), (18, 21)]
"""Months of the surveillance visits: the second leaves the renewal its time to begin after it."""


def amount(cycle: "RenewalCycle", key: str, *, lighter: bool = False) -> int:
    """The cycle's figure for a limit, or the default. Raises KeyError for an unknown limit.

    ``lighter``: for a surveillance. A cycle made before there were lighter ones has one for all.
    """
    own = f"{LIGHTER}{key}"
    if lighter and own in LIMITS and (own in cycle.limits or key not in cycle.limits):
        key = own
    return int(cycle.limits.get(key, LIMITS[key].default))


def figure(cycle: "RenewalCycle", key: str) -> int:
    """What a cycle comes to for a limit by its own key, a lighter one's or not."""
    if key.startswith(LIGHTER):
        return amount(cycle, key.removeprefix(LIGHTER), lighter=True)
    return amount(cycle, key)
