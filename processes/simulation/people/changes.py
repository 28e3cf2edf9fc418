"""What simulated people of the body do with what a municipality brings: a change, a certificate."""

from processes.changing import actions
from processes.simulation.hands import Hands
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
