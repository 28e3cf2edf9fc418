"""The whole policy of who hears about what. Change it here and nowhere else.

Events are named by the engine: ``task.…`` for a task that opened, was given, came back or neared
its deadline, ``lapse.…`` for a case that lapses soon, ``model.step`` for a step performed,
``certificate.validity`` for the date itself.
"""

from dataclasses import dataclass
from enum import Enum

from notifications.kinds import Kind
from processes.roles import Role

__all__ = ["Kind"]
"""Named here as well: who speaks of rules speaks of what they are of."""


class To(Enum):
    """People that a task itself names."""

    OWNER = "who has the task"
    QUEUE = "who may take the task"
    DOER = "who has the task, or else who may take it"
    HOLDERS = "who had a task in the case that has just ended"
    LEAD = "who leads the audit of the case"
    CORRESPONDENT = "who has no account: the addresses that the row itself names"
    PERSON = "the person whom it happens to"


class At(Enum):
    """Whose people are meant."""

    MUNICIPALITY = "the municipality of the case"
    BODY = "the certification body of the scheme"
    ANYWHERE = "every organisation"


@dataclass(frozen=True)
class Holders:
    """The active people who hold one of ``roles`` at an organisation."""

    roles: tuple[Role, ...]
    at: At


@dataclass(frozen=True)
class Rule:
    """On ``event``, ``to`` whom the message of ``kind`` goes.

    ``after``: days from the date that the event is, instead of when it happens. ``at_once``:
    whatever the reader prefers. ``instead``: the message about the task that the event opened
    says this; nobody gets two. ``alone``: nobody hears it in the place of who is gone.
    ``instead_of``: the kind that found nobody, for who hears then.
    """

    event: str
    kind: Kind
    to: To | Holders = To.DOER
    after: tuple[int, ...] = ()
    at_once: bool = False
    instead: bool = False
    alone: bool = False
    instead_of: Kind | None = None

    def is_for(self, key: str) -> bool:
        """The rule speaks of this day of a date; one of no date of whatever happens."""
        return not self.after or key in map(str, self.after)


CLIENT = Holders((Role.COORDINATOR, Role.SIGNATORY), At.MUNICIPALITY)
COORDINATORS = Holders((Role.COORDINATOR,), At.MUNICIPALITY)
OFFICERS = Holders((Role.OFFICER,), At.BODY)
BODY_ADMINISTRATORS = Holders((Role.ADMINISTRATOR,), At.BODY)
ADMINISTRATORS = Holders((Role.ADMINISTRATOR,), At.ANYWHERE)

OF_APPEALS = (
    *("disown", "admit_appeal", "dismiss_inadmissible", "tell_appeal_progress", "reject_appeal"),
    *("dismiss_appeal", "uphold_appeal", "uphold_partly", "send_back_appeal", "put_right"),
)
"""What becomes of an appeal, step by step."""
RECONSIDERED = ("uphold", "replace", "refer", "follow_up")
UNTIL_DECIDED = ("acknowledge", "take_up", "refer", "dismiss", "send_on", "tell_progress")
FOLLOWED = (*UNTIL_DECIDED, "rule_on", "round_off")
"""What becomes of a complaint, as far as whoever complained is told."""

CHAIN = (OFFICERS, BODY_ADMINISTRATORS, ADMINISTRATORS)
"""Who hears what finds nobody: each answers for those before, and last for whoever a rule means."""


def next_after(to: To | Holders) -> tuple[Holders, ...]:
    """Who hears instead, one after the other, when those a rule means turn out to be nobody."""
    return CHAIN[CHAIN.index(to) + 1 :] if to in CHAIN else CHAIN


RULES = (
    Rule("task.opened", Kind.ASSIGNED, To.OWNER),
    Rule("task.opened", Kind.QUEUED, To.QUEUE),
    Rule("task.given", Kind.ASSIGNED, To.OWNER),
    Rule("task.came_back", Kind.QUEUED, To.QUEUE),
    # Whose task or part is taken, or who is given a part, hears of it, whoever did it and how.
    Rule("task.released", Kind.RELEASED, To.OWNER, at_once=True, alone=True),
    Rule("task.fell_away", Kind.RELEASED, To.OWNER, at_once=True, alone=True),
    Rule("team.leave", Kind.RELEASED, To.PERSON, at_once=True),
    Rule("team.lose", Kind.TEAM, CLIENT, at_once=True),
    Rule("team.lose", Kind.TEAM, To.LEAD, at_once=True),
    Rule("team.promote", Kind.PART, To.PERSON, at_once=True),
    Rule("review.invite", Kind.PART, To.PERSON, at_once=True),
    Rule("review.decline", Kind.PART, BODY_ADMINISTRATORS, at_once=True),
    Rule("coordination.take", Kind.PART, To.PERSON, at_once=True),
    Rule("coordination.leave", Kind.RELEASED, To.PERSON, at_once=True),
    # The days are the reminder ladder of the case's renewal cycle.
    Rule("task.due_soon", Kind.DUE_SOON, To.DOER),
    Rule("task.overdue", Kind.OVERDUE, To.DOER, at_once=True),
    Rule("task.overdue", Kind.ESCALATED, OFFICERS),
    Rule("task.unattended", Kind.UNATTENDED, OFFICERS, at_once=True),
    # After the ladder it is said again and again, and soon one level up as well.
    Rule("task.stalled", Kind.OVERDUE, To.DOER, at_once=True),
    Rule("task.stalled", Kind.ESCALATED, OFFICERS),
    Rule("task.stalled", Kind.ESCALATED, BODY_ADMINISTRATORS),
    Rule("exclusion.lifted", Kind.READMITTED, OFFICERS),
    Rule("application.send_back", Kind.RETURNED, instead=True),
    Rule("selfassessment.send_back", Kind.RETURNED, instead=True),
    Rule("task.team_incomplete", Kind.RETURNED, To.OWNER),
    Rule("audit.find_ready", Kind.DECIDED, CLIENT, at_once=True),
    Rule("audit.find_not_ready", Kind.RETURNED, instead=True),
    Rule("audit.ask_new_plan", Kind.RETURNED, instead=True),
    Rule("correctiveplan.ask_more", Kind.RETURNED, instead=True),
    Rule("correctiveplan.close", Kind.DECIDED, CLIENT, at_once=True),
    Rule("correctiveplan.find_ineffective", Kind.RETURNED, instead=True),
    Rule("application.decline", Kind.DECIDED, CLIENT, at_once=True),
    Rule("decision.grant", Kind.DECIDED, CLIENT, at_once=True),
    Rule("decision.refuse", Kind.DECIDED, CLIENT, at_once=True),
    Rule("decision.defer", Kind.DECIDED, CLIENT, at_once=True),
    Rule("decision.settle", Kind.DECIDED, CLIENT, at_once=True),
    Rule("programmeitem.open", Kind.OPENED, CLIENT),
    # A hard date of the programme: 30, 14 and 7 days before, the day after, then every week.
    Rule("programmeitem.near", Kind.NEARING, OFFICERS, at_once=True),
    Rule("programmeitem.near", Kind.NEARING, To.LEAD, at_once=True),
    Rule("programmeitem.overrun", Kind.MISSED, OFFICERS, at_once=True),
    Rule("programmeitem.overrun", Kind.MISSED, To.LEAD, at_once=True),
    Rule("programmeitem.fall_behind", Kind.NEARING, OFFICERS, at_once=True),
    Rule("programmeitem.fall_behind", Kind.NEARING, To.LEAD, at_once=True),
    Rule("certificate.validity", Kind.EXPIRING, CLIENT, after=(-180, -90, -30)),
    Rule("certificate.validity", Kind.EXPIRING, OFFICERS, after=(-90, -30)),
    Rule("certificate.expire", Kind.EXPIRED, CLIENT, at_once=True),
    Rule("certificate.expire", Kind.EXPIRED, OFFICERS, at_once=True),
    Rule("certificate.lose", Kind.EXPIRED, CLIENT, at_once=True),
    Rule("certificate.lose", Kind.EXPIRED, OFFICERS, at_once=True),
    Rule("decision.leave", Kind.DECIDED, CLIENT, at_once=True),
    Rule("restoration.begin", Kind.OPENED, CLIENT, at_once=True),
    Rule("specialaudit.begin", Kind.OPENED, CLIENT, at_once=True),
    Rule("specialaudit.announce", Kind.OPENED, CLIENT, at_once=True),
    Rule("markdemand.demand_again", Kind.SANCTION, CLIENT, at_once=True),
    Rule("markdemand.find_stopped", Kind.DECIDED, CLIENT, at_once=True),
    Rule("changenotice.find_harmless", Kind.DECIDED, CLIENT, at_once=True),
    Rule("changenotice.examine", Kind.DECIDED, CLIENT, at_once=True),
    Rule("changenotice.take_up", Kind.DECIDED, CLIENT, at_once=True),
    Rule("changenotice.recall", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("proposal.send_to_holder", Kind.SANCTION, CLIENT, at_once=True),
    Rule("proposal.turn_down", Kind.DECIDED, CLIENT, at_once=True),
    Rule("proposal.settle", Kind.ENDED, To.HOLDERS, at_once=True),
    # The limit of a suspension: 60, 30 and 7 days before, the day after, then every week.
    Rule("certificate.near_limit", Kind.SANCTION, CLIENT, at_once=True),
    Rule("certificate.near_limit", Kind.SANCTION, OFFICERS, at_once=True),
    Rule("certificate.pass_limit", Kind.SANCTION, OFFICERS, at_once=True),
    Rule("certificate.pass_limit", Kind.SANCTION, BODY_ADMINISTRATORS, at_once=True),
    *(
        Rule(f"case.{one}", Kind.ENDED, to, at_once=True)
        for one in ("withdraw", "close", "lapse")
        for to in (CLIENT, OFFICERS, To.HOLDERS)
    ),
    Rule("withdrawal.decline", Kind.ENDED, COORDINATORS, at_once=True),
    Rule("withdrawal.take_back", Kind.ENDED, To.HOLDERS, at_once=True),
    # A draft is nobody's matter but the municipality's.
    Rule("lapse.draft_nears", Kind.LAPSING, COORDINATORS, at_once=True),
    Rule("case.put_off_lapse", Kind.LAPSING, CLIENT, at_once=True),
    Rule("lapse.nears", Kind.LAPSING, CLIENT, at_once=True),
    Rule("lapse.nears", Kind.LAPSING, OFFICERS, at_once=True),
    *(
        Rule(f"parking.{step}", Kind.TIMES, to, at_once=True)
        for step in ("begin", "prolong", "resume")
        for to in (CLIENT, OFFICERS, To.LEAD)
    ),
    *(Rule("correctiveplan.worsen", Kind.TIMES, to, at_once=True) for to in (CLIENT, To.LEAD)),
    Rule("extension.grant_more", Kind.TIMES, CLIENT, at_once=True),
    Rule("extension.refuse_more", Kind.TIMES, CLIENT, at_once=True),
    Rule("extension.give_more", Kind.TIMES, CLIENT, at_once=True),
    Rule("extension.drop_wish", Kind.TIMES, To.HOLDERS, at_once=True),
    Rule("parkingwish.decline", Kind.TIMES, CLIENT, at_once=True),
    Rule("parkingwish.take_back", Kind.TIMES, To.HOLDERS, at_once=True),
    Rule("dispute.uphold_finding", Kind.DECIDED, CLIENT, at_once=True),
    Rule("dispute.uphold_finding", Kind.DECIDED, To.LEAD, at_once=True),
    Rule("dispute.reject_it", Kind.DECIDED, CLIENT, at_once=True),
    Rule("dispute.reject_it", Kind.DECIDED, To.LEAD, at_once=True),
    Rule("dispute.carry_out", Kind.DECIDED, CLIENT, at_once=True),
    Rule("dispute.withdraw_it", Kind.ENDED, To.HOLDERS, at_once=True),
    # That something came; never what it says.
    Rule("casemessage.send_to_body", Kind.MESSAGE, OFFICERS, at_once=True),
    Rule("casemessage.send_to_body", Kind.MESSAGE, To.LEAD, at_once=True),
    Rule("casemessage.send_to_municipality", Kind.MESSAGE, CLIENT, at_once=True),
    Rule("material.comment_on", Kind.MESSAGE, OFFICERS, at_once=True),
    Rule("material.pass_without_comment", Kind.MESSAGE, OFFICERS, at_once=True),
    Rule("casemessage.note", Kind.MESSAGE, OFFICERS),
    Rule("casemessage.note", Kind.MESSAGE, To.LEAD),
    Rule("casemessage.register_letter", Kind.MESSAGE, CLIENT),
    Rule("casemessage.register_letter", Kind.MESSAGE, To.LEAD),
    Rule("casemessage.register_inside", Kind.MESSAGE, To.LEAD),
    Rule("case.erase_draft", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("appeal.acknowledge", Kind.DECIDED, CLIENT, at_once=True),
    Rule("appeal.answer", Kind.DECIDED, CLIENT, at_once=True),
    *(Rule(f"appeal.{step}", Kind.DECIDED, CLIENT, at_once=True) for step in OF_APPEALS),
    *(
        Rule(f"appeal.{step}", Kind.COMPLAINT, To.CORRESPONDENT, at_once=True)
        for step in OF_APPEALS
    ),
    Rule("appeal.recall_appeal", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("appeal.drop_appeal", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("amendment.adopt", Kind.DECIDED, CLIENT, at_once=True),
    Rule("amendment.adopt", Kind.DECIDED, To.LEAD, at_once=True),
    *(Rule(f"amendment.{one}", Kind.DECIDED, CLIENT, at_once=True) for one in RECONSIDERED),
    Rule("amendment.reject", Kind.DECIDED, To.LEAD, at_once=True),
    Rule("amendment.take_back", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("decision.outdate", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("appeal.fulfil", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("case.leave", Kind.ENDED, OFFICERS, at_once=True),
    Rule("case.leave", Kind.ENDED, CLIENT, at_once=True),
    Rule("programmeitem.wait", Kind.AT_RISK, OFFICERS, at_once=True),
    Rule("correspondence.begin", Kind.RECEIPT, To.CORRESPONDENT, at_once=True),
    *(Rule(f"complaint.{one}", Kind.COMPLAINT, To.CORRESPONDENT, at_once=True) for one in FOLLOWED),
    Rule("correspondence.answer", Kind.COMPLAINT, To.PERSON, at_once=True),
    Rule("correspondence.ask", Kind.COMPLAINT, To.CORRESPONDENT, at_once=True),
    Rule("complaint.rule_on", Kind.DECIDED, COORDINATORS, at_once=True, alone=True),
    Rule("complaint.recall", Kind.ENDED, To.HOLDERS, at_once=True),
    Rule("timer.incident", Kind.INCIDENT, ADMINISTRATORS, at_once=True),
)

TO_ITS_DOER = (Kind.ASSIGNED, Kind.QUEUED, Kind.RETURNED, Kind.DUE_SOON, Kind.OVERDUE)
"""Kinds about a task that are for whoever has it or may take it."""

URGENT_DAYS = 7
"""With so few days left the message goes at once, whatever the reader prefers."""

OPTIONAL = (Kind.QUEUED, Kind.DUE_SOON, Kind.ESCALATED, Kind.OPENED, Kind.EXPIRING)
"""What a person may turn off. The rest is theirs to know."""

LETTERS = (Kind.WELCOME, Kind.RESET, Kind.CONFIRM, Kind.MOVING, Kind.MOVED, Kind.TRIES)
"""About somebody's own account: no rule, no wish and no summary holds them back."""

KEYS = (Kind.WELCOME, Kind.RESET)
"""Letters whose button opens the account: whoever has them chooses the password."""

OF_COMPLAINTS = (Kind.RECEIPT, Kind.COMPLAINT)
"""Told to who complained and has no account, and to who handles it: there is nothing to choose."""

CHOOSABLE = tuple(kind for kind in Kind if kind not in (Kind.DIGEST, *LETTERS, *OF_COMPLAINTS))


def rules_for(event: str) -> tuple[Rule, ...]:
    """The rules of an event; none for most."""
    return _BY_EVENT.get(event, ())


def rule_of(kind: str) -> Rule:
    """The first rule by which messages of a kind go to people. Raises StopIteration if none."""
    return next(one for one in RULES if one.kind == kind and one.to != To.CORRESPONDENT)


_BY_EVENT = {
    event: tuple(rule for rule in RULES if rule.event == event)
    for event in {rule.event for rule in RULES}
}
