"""What a password must not be. Pure but for the files of names; each refusal says what to do."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes import data

LENGTH = 12
LEFT = 6
"""So many signs must be left when everything that is easily guessed is taken away."""

ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SERVICE = ("kvalitetslots", "kvalitet", "quality", "lots", "kommun", "certifiering", "password")
SEASONS = (
    *("sommar", "vinter", "host", "var", "summer", "winter", "autumn", "spring", "fall"),
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti"),
    *("september", "oktober", "november", "december", "january", "february", "march", "may"),
    *("june", "july", "august", "october", "losenord", "valkommen", "welcome", "hemligt"),
)
YEAR = re.compile(r"(19|20)\d\d")


def plain(text: str) -> str:
    """Small letters without marks: what a guesser tries first."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in letters if not unicodedata.combining(one))


@cache
def places() -> tuple[str, ...]:
    """The names of the municipalities and counties, the longest first."""
    named = {row["name"] for row in data.rows("municipalities")}
    named |= {name.partition(" län")[0] for _code, name in data.counties()}
    return tuple(sorted(map(plain, named), key=len, reverse=True))


def without(password: str, words: Iterable[str]) -> str:
    """The letters and figures that are left when the words and any year are taken away."""
    left = YEAR.sub("", plain(password))
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return "".join(filter(str.isalnum, left))


class Rule:
    """A way in which a password is too easy, and the sentence that says so."""

    message = gettext_lazy("This password is too easy to guess.")
    advice = gettext_lazy("Take three or four words that have nothing to do with each other.")

    def is_broken(self, password: str) -> bool:
        """The password is too easy in this way."""
        raise NotImplementedError

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if the rule is broken."""
        if self.is_broken(password):
            raise ValidationError(f"{self.message} {self.advice}", code=type(self).__name__)

    def get_help_text(self) -> str:
        return ""


class Length(Rule):
    """At least twelve signs."""

    message = gettext_lazy("The password is too short: it must have at least 12 signs.")

    def is_broken(self, password: str) -> bool:
        """Shorter than that."""
        return len(password) < LENGTH

    def get_help_text(self) -> str:
        return _("At least 12 signs. Three or four words that do not belong together are best.")


class Known(Rule):
    """None of the passwords that were stolen most often, nor one with figures or signs added."""

    message = gettext_lazy("This is one of the passwords that thieves try first.")

    def is_broken(self, password: str) -> bool:
        """On the list, with or without what was put before or after."""
        known = _known()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain(password))
        halves = {password.lower(), plain(password), core}
        return bool(halves & known)


@cache
def _known() -> frozenset[str]:
    return frozenset(django.CommonPasswordValidator().passwords)


class Repeated(Rule):
    """Not the same few signs again and again."""

    message = gettext_lazy("The password repeats the same signs.")

    def is_broken(self, password: str) -> bool:
        """One piece several times over, or fewer than six different signs."""
        return len(set(password.lower())) < LEFT or bool(re.fullmatch(r"(.+?)\1+", password))


class Sequential(Rule):
    """Not what stands in a row, in the alphabet or on the keyboard."""

    message = gettext_lazy("The password is a row of neighbouring signs.")

    def is_broken(self, password: str) -> bool:
        """Too little is left without the rows of four or more."""
        left = plain(password)
        for row in ROWS:
            for way in (row * 2, row[::-1] * 2):
                left = _without_pieces(left, way)
        return left != plain(password) and len("".join(filter(str.isalnum, left))) < LEFT


def _without_pieces(text: str, row: str) -> str:
    for length in range(len(text), 3, -1):
        for start in range(len(text) - length + 1):
            if (piece := text[start : start + length]) in row:
                return _without_pieces(text.replace(piece, ""), row)
    return text


class Context(Rule):
    """Not the name of the service or of a place, nor a season, with a year."""

    message = gettext_lazy(
        "The password is a name, a season or a year that somebody here would guess."
    )

    def is_broken(self, password: str) -> bool:
        """Too little is left without those words."""
        words = (*SERVICE, *SEASONS, *places())
        left = without(password, words)
        all_of_it = "".join(filter(str.isalnum, plain(password)))
        return left != all_of_it and len(left) < LEFT
