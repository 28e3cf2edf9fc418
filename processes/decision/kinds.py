"""Every kind of decision on one page: keys and dotted names, which a check resolves at the start.

Gates, effects and words are registered under their keys by the stage that knows them:
``policies.GATES``, ``effects.effect`` and ``wording.WORDS``.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from processes import kinds as cases
from processes.roles import Role

AUDITED = (
    *("report_locked", "objectives_met", "recommendation_given", "agreement_signed"),
    *("majors_verified", "minors_accepted", "must_floor"),
)


@dataclass(frozen=True, kw_only=True)
class DecisionKind:
    """What is true of every decision of a kind (obligation 51)."""

    name: str
    step: str = "settle"
    """The step of ``Decision`` that takes it."""
    basis: str = "processes.decision.actions.audited"
    """What is frozen before it is taken: a function of the decision."""
    gates: tuple[str, ...] = ()
    """What must be met on the frozen basis, in the order of the gate matrix."""
    effect: str = ""
    """What is done when it is taken; "" where the flow alone goes on."""
    who_decides: str = Role.DECISION_MAKER
    room: str = "processes/decision/_audited.html"
    """What it rests on, as whoever decides reads it in the room of a case."""
    letter: str = "processes/decision/case_decision.html"
    """The page on which its holder reads it."""
    appealable: bool = False
    on_appeal: bool = False
    """Whoever has the appeal's task decides it, also a reviewer from outside."""

    @property
    def choice(self) -> str:
        """What stands for it in a form: its step, where it has one of its own."""
        return self.name if self.step == "settle" else self.step


ABOUT_CERTIFICATE: dict[str, Any] = {
    "basis": "processes.sanctions.basis.grounded",
    "letter": "processes/sanctions/letter.html",
}
"""Of a certificate in force, without a case: proposed, heard and decided beside all cases."""

ON_APPEAL: dict[str, Any] = {
    "basis": "processes.appeals.basis.appealed",
    "letter": "processes/appeals/letter.html",
    "on_appeal": True,
}
"""Of a certificate in force too: decided on an appeal against what was decided about it."""

KINDS = {
    kind.name: kind
    for kind in (
        DecisionKind(name="grant", step="grant", gates=(*AUDITED, "must_share"), effect="issue"),
        DecisionKind(name="renew", step="grant", gates=(*AUDITED, "must_share"), effect="issue"),
        # A surveillance looks at a part of the criteria: a share of a part says nothing.
        DecisionKind(name="continue", step="grant", gates=AUDITED, effect="continue"),
        # The certificate of another body: nothing is audited, what that body found is read.
        DecisionKind(
            name="accept",
            step="grant",
            basis="processes.transfer.basis.taken_over",
            gates=(
                *("agreement_signed", "held_valid", "held_accredited", "held_read"),
                *("held_majors", "held_minors", "held_in_cycle", "held_in_time"),
            ),
            effect="issue",
            room="processes/transfer/_room.html",
        ),
        DecisionKind(name="refuse", step="refuse", appealable=True),
        DecisionKind(name="defer", step="defer"),
        DecisionKind(
            name="suspend",
            gates=("is_valid", "holder_heard", "person_named", "conditions_named"),
            effect="suspend",
            appealable=True,
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="confirm",
            gates=("is_suspended", "holder_heard"),
            appealable=True,
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="restore",
            gates=("is_suspended", "evidence_given"),
            effect="restore",
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="withdraw",
            gates=("is_current", "holder_heard"),
            effect="withdraw",
            appealable=True,
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="end",
            gates=("is_current", "holder_asks"),
            effect="end",
            **ABOUT_CERTIFICATE,
        ),
        # The words of the certificate: the next revision of its number.
        DecisionKind(
            name="correct",
            gates=("is_current", "words_differ"),
            effect="revise",
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="extend",
            gates=("is_valid", "evidence_given", "words_differ"),
            effect="revise",
            **ABOUT_CERTIFICATE,
        ),
        DecisionKind(
            name="reduce",
            gates=("is_current", "holder_heard", "words_differ"),
            effect="revise",
            appealable=True,
            **ABOUT_CERTIFICATE,
        ),
        # An appeal is granted, or what it is against rests until it is decided.
        DecisionKind(name="annul", effect="annul", **ON_APPEAL),
        DecisionKind(name="stay", effect="stay", **ON_APPEAL),
        # On new facts or for an obvious error, never harder for the holder.
        DecisionKind(
            name="reconsider",
            effect="reconsider",
            basis="processes.appeals.basis.reconsidered",
            letter="processes/appeals/letter.html",
        ),
        # What was proposed is not done: the status stays, or an urgent suspension is lifted.
        DecisionKind(name="leave", step="leave", **ABOUT_CERTIFICATE),
        DecisionKind(name="lift", step="leave", effect="restore", **ABOUT_CERTIFICATE),
    )
}


def of(name: str) -> DecisionKind:
    """The kind of that name. Raises KeyError for one that is not in the table."""
    return KINDS[name]


def deciders() -> set[str]:
    """Every role that takes decisions (obligation 50)."""
    return {kind.who_decides for kind in KINDS.values()}


def decider(*names: str) -> str:
    """The one role that takes decisions of these kinds in the same room.

    Raises ImproperlyConfigured where it is not one: the room's task goes to one queue.
    """
    roles = {of(name).who_decides for name in names}
    if len(roles) != 1:
        raise ImproperlyConfigured(f"{names} are decided in one room, by {sorted(roles)}.")
    return roles.pop()


def appeal_decider() -> str:
    """The role that decides appeals, and so all that is decided on them."""
    return decider("annul", "stay")


def case_decider() -> str:
    """The role that decides cases, whatever they are for."""
    return decider(*sorted(cases.outcomes()))


def appealable() -> list[str]:
    """The kinds that can be appealed against."""
    return [kind.name for kind in KINDS.values() if kind.appealable]
