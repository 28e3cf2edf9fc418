"""Who hears what finds nobody: the next who answers for it."""

from collections.abc import Callable
from dataclasses import replace

from notifications.occurrences import Occurrence
from notifications.recipients.cached import Reader
from notifications.recipients.rule import is_meant
from notifications.rules import ADMINISTRATORS, CHAIN, Holders, Kind, Rule, To, next_after

Find = Callable[[To | Holders, Occurrence], list[Reader]]


def heard_by(rule: Rule, occurrence: Occurrence, find: Find) -> tuple[Rule, list[Reader]]:
    """The people a rule means, or else the first of the chain who are somebody; by which rule.

    Nobody is to hear what only its doer would: they know.
    """
    for to in (rule.to, *(() if rule.alone else next_after(rule.to))):
        if found := find(to, occurrence):
            return inherited(rule, to), found
        if not is_meant(to, occurrence):
            if to == rule.to:
                break
        elif occurrence.by is not None and find(to, replace(occurrence, by=None)):
            break
    return rule, []


def facts_of(rule: Rule) -> dict[str, str]:
    """What a message to those in the place of others says of that."""
    if rule.instead_of is None:
        return {}
    # Administrators of another body may not see the case itself.
    far = {"is_far": "yes"} if rule.to == ADMINISTRATORS else {}
    return {"instead_of": str(rule.instead_of), **far}


def inherited(rule: Rule, to: To | Holders) -> Rule:
    """The rule as it is for those who hear in the place of others."""
    if to == rule.to:
        return rule
    # Whoever watches anyhow is told the same. Others are told that nobody else is left.
    is_watch = rule.to in CHAIN and to != ADMINISTRATORS
    return replace(rule, to=to, kind=rule.kind if is_watch else Kind.UNHEARD, instead_of=rule.kind)
