"""How simulated cases end early, and how some lie still: by a luck of their own."""

from collections.abc import Callable
from random import Random

from processes.case.policies import is_voluntary
from processes.closing import actions as closing
from processes.closing import withdrawing
from processes.simulation.hands import Hands
from workflow.engine.transitions import perform


def taken(hands: Hands) -> bool:
    """Instead of the task a way out was taken, or nobody does it."""
    way = WAYS.get(hands.task.flow_task.name)
    return way is not None and way(hands)


def _happens(hands: Hands, share: float) -> bool:
    """A chance beside those of the task itself: they stay what they were."""
    question = f"{hands.skill} {hands.case.number} {hands.task.flow_task.name}"
    return Random(question).random() < share


def _delete(hands: Hands) -> bool:
    unwanted = _happens(hands, hands.shares.deletes) and hands.case.is_unsent
    if unwanted:
        closing.discard(hands.case, **hands.by)
    return unwanted


def _close(hands: Hands) -> bool:
    closes = _happens(hands, hands.shares.closes)
    if closes:
        closing.close(hands.case, "duplicate", "Ansökan finns redan.", **hands.by)
    return closes


def _decline(hands: Hands) -> bool:
    declines = _happens(hands, hands.shares.declines_agreement)
    if declines:
        perform(hands.case.agreement.decline, **hands.by, reasons="Budgeten räcker inte.")
    return declines


def _withdraw(hands: Hands) -> bool:
    withdraws = _happens(hands, hands.shares.withdraws) and is_voluntary(hands.case)
    if withdraws:
        closing.withdraw(hands.case, "Ny organisation.", **hands.by)
    return withdraws


def _ask(hands: Hands) -> bool:
    """The task is done all the same: the case goes on until a signatory answers."""
    if is_voluntary(hands.case) and _happens(hands, hands.shares.asks_to_withdraw):
        withdrawing.ask(hands.case, "Budgeten räcker inte.", **hands.by)
    return False


def _lie_still(hands: Hands) -> bool:
    return hands.case.traits.is_owed and _happens(hands, hands.shares.silent_surveillance)


WAYS: dict[str, Callable[[Hands], bool]] = {
    "apply": _delete,
    "review_application": _close,
    "sign_agreement": _decline,
    "sign_assessment": _withdraw,
    "assess": _lie_still,
    "agree_plan": _ask,
}
