"""What simulated people of the body do with what a municipality brings: a change, a certificate."""

from processes.changing import actions
from processes.marks import actions as marks
from processes.simulation.hands import Hands, NotYetError
from processes.transfer import actions as transfers
from processes.transfer.models import Transfer


def review(hands: Hands) -> None:
    """Find that the change has no effect."""
    actions.find_harmless(hands.task.process.change_notice, "Servicen är densamma.", **hands.by)


def review_transfer(hands: Hands) -> None:
    """Find everything as told; now and then a major is open, and it is not taken over."""
    transfer = Transfer.objects.get(case=hands.case)
    minors = 1 if hands.luck.random() < 0.3 else 0
    found = transfers.Judgement(
        is_in_force=True,
        is_accredited=True,
        is_read=True,
        open_majors=1 if hands.happens(hands.shares.not_ready) else 0,
        open_minors=minors,
        minors_without_plan=0,
        done=transfer.surveillances or 0,
        justification="Rapporterna är fullständiga.",
        follow_up="Den öppna avvikelsen." if minors else "",
    )
    transfers.judge(transfer, found, **hands.by)


def answer_mark(hands: Hands) -> None:
    """Stop misuse of the mark, and say so; now and then nobody answers in time."""
    if hands.happens(hands.shares.silent):
        raise NotYetError
    made = hands.task.process.mark_demand
    marks.report_stopped(made, "Märket är borttaget från sidan.", **hands.by)


def check_mark(hands: Hands) -> None:
    """Find that it has stopped, or demand it once more."""
    made = hands.task.process.mark_demand
    if made.answered_at is None and hands.happens(0.5):
        marks.demand_again(made, "Märket står kvar.", **hands.by)
    else:
        marks.find_stopped(made, "Sidan är rättad.", **hands.by)
