"""Why the system did something: rows keep a key with its values, and words are made when read.

So everybody reads in their own language what somebody's press, or nobody's, has brought about.
"""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.roles import Role

WORDS: dict[str, Promise] = {
    "lease": _("The claim had lain idle too long."),
    "role_ended": _("The role has ended."),
    "account_closed": _("The account was closed."),
    "no_such_turn": _("The new renewal cycle has no such item."),
    "audited": _("took part in the audit"),
    "decided": _("took part in the decision"),
    "declared": _("declared conflict of interest"),
    "objected": _("objected to by the municipality"),
    "unconfirmed": _("was not confirmed as impartial"),
    "replaced": _("was replaced in the audit team"),
    "appealed": _("took part in what is appealed against"),
    "prepared": _("prepared what is to be decided"),
    "limit_nears": _("The limit of the suspension comes near, and it is not restored yet."),
    "complained_of": _("is complained of"),
    "inquired": _("looked into the complaint"),
    "special_failed": _("The special audit %(number)s did not show that the criteria are met."),
    "special_passed": _("The special audit %(number)s showed that the criteria are met."),
    "minor_overdue": _("Not answered in time, so major now: %(codes)s."),
    "amended": _("took part in the correction of the report"),
    "tied": _("tied to %(where)s: %(ground)s"),
    "tied_by_role": _("tied to %(where)s: is or was %(role)s there"),
    "kept_away": _("%(name)s is kept from the case: %(why)s"),
}
"""Every reason of the system's own; ``%(…)s`` are filled in."""

_choices: dict[str, Any] = {"role": Role}


def learn(name: str, choices: Any) -> None:
    """Let values of this name be keys themselves, for which ``choices`` has words."""
    _choices[name] = choices


def kept(key: str, **values: object) -> str:
    """A reason as a row keeps it: its key, and after it the values, if it has some."""
    if key not in WORDS:
        raise KeyError(key)
    return f"{key} {json.dumps(values, ensure_ascii=False)}" if values else key


def told(text: str) -> str:
    """A kept reason in the reader's language; what a person wrote, as it was written."""
    key, _space, written = text.partition(" ")
    words = WORDS.get(key)
    values = _read(written) if words else None
    return text if values is None else str(words) % values


def _read(written: str) -> dict[str, str] | None:
    """The values in words; None where somebody's sentence only begins with a word like a key."""
    try:
        values = json.loads(written or "{}")
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    return {name: _in_words(name, value) for name, value in values.items()}


def _in_words(name: str, value: Any) -> str:
    if name == "why":
        return told(str(value))
    return str(_choices[name](value).label) if name in _choices else str(value)
