"""How a date was computed, kept as data, told in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from workflow.calendar.red_days import name_of
from workflow.language import day_and_month, full_date, month_and_year, spoken

Unit = Literal["working_days", "days", "months"]

# language -> unit -> (one, several)
UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "sv": {
        "working_days": ("arbetsdag", "arbetsdagar"),
        "days": ("dag", "dagar"),
        "months": ("månad", "månader"),
    },
    "en": {
        "working_days": ("working day", "working days"),
        "days": ("day", "days"),
        "months": ("month", "months"),
    },
}
PHRASES = {
    "sv": {
        "from": "från",
        "before": "före",
        "last": "{month} har ingen dag {day}, så månadens sista dag gäller.",
        "moved": "Flyttad från {day}, som inte är en arbetsdag.",
        "quiet": "Flyttad från {day}, som ligger i en lugn vecka.",
        "shortened": "Förkortad från {day}:",
        "visit": "besöket måste ske senast {day}.",
        "decision": "beslutet måste fattas senast {day}.",
        "next": "nästa omgång ska kunna börja {day}.",
        "expiry": "certifikatets sista dag är {day}.",
        "year": "varje kalenderår ska ha ett besök, senast {day}.",
        "tight": "Tiden är knapp:",
        "too_late": "Det hinns inte med de kortaste fristerna.",
        "limits": "Så lång är tiden enligt fristerna tillsammans.",
        "skipped": "Överhoppat: {days}.",
        "extension": "Förlängd från {was} till {now}: begärd {first}, beviljad {second}.",
        "given": "Förlängd från {was} till {now}, av en handläggare {second}.",
        "rest": "Vila från {first} till {second}: {left} återstod till {was}, alltså {now}.",
    },
    "en": {
        "from": "from",
        "before": "before",
        "last": "{month} has no day {day}, so the last day of the month counts.",
        "moved": "Moved from {day}, which is not a working day.",
        "quiet": "Moved from {day}, which is in a quiet week.",
        "shortened": "Shortened from {day}:",
        "visit": "the visit must be held by {day}.",
        "decision": "the decision must be made by {day}.",
        "next": "the next item is to begin on {day}.",
        "expiry": "the last day of the certificate is {day}.",
        "year": "every calendar year is to have a visit, by {day}.",
        "tight": "Time is short:",
        "too_late": "The shortest limits are too long for that.",
        "limits": "That is what the limits add up to.",
        "skipped": "Skipped: {days}.",
        "extension": "Extended from {was} to {now}: asked for on {first}, given on {second}.",
        "given": "Extended from {was} to {now} by an officer on {second}.",
        "rest": "The case rested from {first} to {second}: {left} remained until {was}, so {now}.",
    },
}


Cause = Literal["visit", "decision", "next", "year", "expiry"]
"""What a day must not pass: the last day of a visit or decision, the next item, a year's end, the
last day of the certificate that is renewed."""


@dataclass(frozen=True)
class Shortening:
    """The day it would have been, and which day, of what, it must not pass.

    ``fits``: what comes after it can still be done in time.
    """

    day: date
    cause: Cause
    keeps: date
    fits: bool = True


@dataclass(frozen=True)
class Change:
    """A deadline moved from one day to another, between a first and a second day.

    ``rest``: from the first to the second nothing was counted; so much was left, in a unit.
    ``extension``: asked for on the first and granted on the second; ``given``: unasked.
    """

    kind: Literal["rest", "extension", "given"]
    was: date
    now: date
    first: date
    second: date
    left: int = 0
    unit: Unit = "days"

    def as_json(self) -> list[Any]:
        """The change as JSON can hold it."""
        days = (self.was, self.now, self.first, self.second)
        return [self.kind, *(day.isoformat() for day in days), self.left, self.unit]

    @classmethod
    def from_json(cls, said: list[Any]) -> "Change":
        """What ``as_json`` wrote, read back without loss."""
        kind, *days, left, unit = said
        was, now, first, second = map(date.fromisoformat, days)
        return cls(kind, was, now, first, second, left=left, unit=unit)

    def in_words(self, code: str) -> str:
        """What moved the deadline, in one sentence."""
        days = {"was": self.was, "now": self.now, "first": self.first, "second": self.second}
        left = f"{self.left} {UNITS[code][self.unit][abs(self.left) != 1]}"
        said = {name: full_date(day, code) for name, day in days.items()}
        return PHRASES[code][self.kind].format(left=left, **said)


@dataclass(frozen=True)
class Explanation:
    """From which day, how far, past which days off, to which date.

    ``adds_up``: the amount is what several limits come to together. ``changes``: what has moved
    the day since it was counted, in order; the result is the day after all of them.
    """

    rule: str
    start: date
    amount: int
    unit: Unit
    skipped: tuple[date, ...]
    moved_from: date | None
    result: date
    quiet_from: date | None = None
    shortened: Shortening | None = None
    adds_up: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def counted(self) -> date:
        """The day as it was counted, before anything moved it."""
        return self.changes[0].was if self.changes else self.result

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON can hold it."""
        said: dict[str, Any] = {
            "rule": self.rule,
            "start": self.start.isoformat(),
            "amount": self.amount,
            "unit": self.unit,
            "skipped": [day.isoformat() for day in self.skipped],
            "moved_from": self.moved_from and self.moved_from.isoformat(),
            "result": self.result.isoformat(),
            "quiet_from": self.quiet_from and self.quiet_from.isoformat(),
        }
        if self.shortened:
            days = self.shortened.day.isoformat(), self.shortened.keeps.isoformat()
            said["shortened"] = [days[0], self.shortened.cause, days[1], self.shortened.fits]
        if self.changes:
            said["changes"] = [one.as_json() for one in self.changes]
        return said | ({"adds_up": True} if self.adds_up else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Explanation":
        """What ``as_json`` wrote, read back without loss."""
        return cls(
            rule=data["rule"],
            start=date.fromisoformat(data["start"]),
            amount=data["amount"],
            unit=data["unit"],
            skipped=tuple(date.fromisoformat(day) for day in data["skipped"]),
            moved_from=_optional(data["moved_from"]),
            result=date.fromisoformat(data["result"]),
            quiet_from=_optional(data.get("quiet_from")),
            shortened=_shortening(data.get("shortened")),
            adds_up=data.get("adds_up", False),
            changes=tuple(Change.from_json(one) for one in data.get("changes", ())),
        )

    def skipped_names(self, language: str) -> tuple[str, ...]:
        """The names of the skipped days off, in their order, as in the middle of a sentence."""
        return tuple(name_of(day, spoken(language)) for day in self.skipped)

    def in_words(self, language: str) -> str:
        """The whole calculation in one line of Swedish or English."""
        code = spoken(language)
        parts = [
            self._sum(code),
            PHRASES[code]["limits"] if self.adds_up else "",
            self._last_of_month(code),
            self._moved("moved", self.moved_from, code),
            self._moved("quiet", self.quiet_from, code),
            self._shortened(code),
            self._skipped(code),
            *(one.in_words(code) for one in self.changes),
        ]
        return " ".join(part for part in parts if part)

    def _sum(self, code: str) -> str:
        number = abs(self.amount)
        unit = UNITS[code][self.unit][number != 1]
        way = PHRASES[code]["before" if self.amount < 0 else "from"]
        result = full_date(self.counted, code)
        return f"{number} {unit} {way} {full_date(self.start, code)} = {result}."

    def _last_of_month(self, code: str) -> str:
        by = self.shortened
        landed = self.moved_from or self.quiet_from or (by.day if by else self.counted)
        if self.unit != "months" or landed.day >= self.start.day:
            return ""
        month = month_and_year(landed, code).capitalize()
        return PHRASES[code]["last"].format(month=month, day=self.start.day)

    def _moved(self, phrase: str, day: date | None, code: str) -> str:
        return PHRASES[code][phrase].format(day=full_date(day, code)) if day else ""

    def _shortened(self, code: str) -> str:
        if self.shortened is None:
            return ""
        by, words = self.shortened, PHRASES[code]
        why = words[by.cause].format(day=full_date(by.keeps, code))
        moved = self._moved("shortened", by.day, code) if by.day != self.counted else words["tight"]
        return " ".join([moved, why] + ([] if by.fits else [words["too_late"]]))

    def _skipped(self, code: str) -> str:
        if not self.skipped:
            return ""
        named = zip(self.skipped_names(code), self.skipped, strict=True)
        days = ", ".join(f"{name} {self._short(day, code)}" for name, day in named)
        return PHRASES[code]["skipped"].format(days=days)

    def _short(self, day: date, code: str) -> str:
        year = "" if day.year == self.start.year else f" {day.year}"
        return day_and_month(day, code) + year


def _shortening(said: Any) -> Shortening | None:
    if not said:
        return None
    day, cause, keeps, fits = said
    return Shortening(date.fromisoformat(day), cause, date.fromisoformat(keeps), fits)


def _optional(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
