"""Words in the reader's language: bilingual fields, and dates as people say them."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import get_language

if TYPE_CHECKING:  # the stubs alone know which promise is one of a text
    from django.utils.functional import _StrPromise as LazyText
else:
    LazyText = Promise

Text = str | LazyText
"""A text, or one that is put into words when its reader is known."""

MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def spoken(language: str | None = None) -> str:
    """The language asked for, or else the active one: "en" or, when in doubt, "sv"."""
    asked = language or get_language() or "sv"
    return "en" if asked.lower().startswith("en") else "sv"


def in_language(obj: object, name: str, language: str | None = None) -> str:
    """The field ``<name>_sv`` or ``<name>_en``; the other one when that is blank."""
    first = spoken(language)
    second = "en" if first == "sv" else "sv"
    texts = (str(getattr(obj, f"{name}_{code}") or "") for code in (first, second))
    return next((text for text in texts if text.strip()), "")


def month_and_year(day: date, language: str) -> str:
    """As in "februari 2027"."""
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def day_and_month(day: date, language: str) -> str:
    """As in "31 oktober"."""
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def full_date(day: date, language: str) -> str:
    """As in "måndag 12 oktober 2026"."""
    return f"{WEEKDAYS[language][day.weekday()]} {day_and_month(day, language)} {day.year}"


def day_in_words(day: date, language: str | None = None) -> str:
    """As in "31 oktober 2026", in the language of the reader when none is given."""
    return f"{day_and_month(day, spoken(language))} {day.year}"


def human_date(day: date, today: date, language: str | None = None) -> str:
    """The date and how far away it is: "12 okt, om 3 dagar"; the year when it is another one."""
    code = spoken(language)
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_short_month(day, code)}{year}, {_distance(day, today, code)}"


def _short_month(day: date, code: str) -> str:
    # As Swedish abbreviates: jan, feb, mars, april, maj, juni, juli, aug ...
    name = MONTHS[code][day.month - 1]
    return name if len(name) <= 5 else name[:3]


def _distance(day: date, today: date, code: str) -> str:
    ahead = (day - today).days
    if ahead == 0:
        return "today" if code == "en" else "i dag"
    if ahead == 1:
        return "tomorrow" if code == "en" else "i morgon"
    days = _count(abs(ahead), code)
    if ahead > 0:
        return f"in {days}" if code == "en" else f"om {days}"
    return f"{days} late" if code == "en" else f"{days} sen"


def _count(number: int, code: str) -> str:
    if code == "en":
        return "1 day" if number == 1 else f"{number} days"
    return "1 dag" if number == 1 else f"{number} dagar"
