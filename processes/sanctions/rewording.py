"""Pure: what a certificate says and is to say, side by side, with the words that differ."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple


class Part(NamedTuple):
    """Some words in a row; whether the other side has them too."""

    text: str
    differs: bool


class Rewording(NamedTuple):
    """One thing that is to be said otherwise."""

    what: str
    before: list[Part]
    now: list[Part]


def reworded(what: str, before: str, now: str) -> Rewording | None:
    """The two wordings, word by word; None where they are the same."""
    if before == now:
        return None
    left, right = _words(before), _words(now)
    found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return Rewording(
        what,
        [Part("".join(left[a:b]), tag != "equal") for tag, a, b, _c, _d in found if b > a],
        [Part("".join(right[c:d]), tag != "equal") for tag, _a, _b, c, d in found if d > c],
    )


def _words(text: str) -> list[str]:
    """Each word with the space after it, so that nothing is lost between them."""
    return re.findall(r"\S+\s*|\s+", text)
