"""The Swedish public holidays and the eves that everybody takes off, with their names."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from holidays.countries.sweden import Sweden

LIBRARY_LANGUAGES = {"sv": "sv", "en": "en_US"}
# Without "de_facto" midsommarafton, julafton and nyårsafton would count as working days.
RED = ("public", "de_facto")
# Trettondagsafton and its kind are working days, but have a name if the administrator closes them.
NAMED = (*RED, "optional")


@cache
def red_days(year: int, language: str = "sv") -> Mapping[date, str]:
    """The days off of a year, Sundays aside, in order, each with its name."""
    return _of(year, language, RED)


def name_of(day: date, language: str) -> str:
    """What a day off is called in the middle of a sentence."""
    name = _names(day.year, language).get(day, "")
    if not name:
        return "extra day off" if language == "en" else "extra ledig dag"
    if language == "en" or name.startswith("Kristi"):
        return name
    return name[0].lower() + name[1:]


@cache
def _names(year: int, language: str) -> Mapping[date, str]:
    # The library adds the hour at which an eve's half day begins: "(från kl. 14.00)".
    named = _of(year, language, NAMED).items()
    return {day: name.partition(" (")[0] for day, name in named}


def _of(year: int, language: str, categories: tuple[str, ...]) -> Mapping[date, str]:
    found = Sweden(
        years=year,
        expand=False,
        include_sundays=False,
        language=LIBRARY_LANGUAGES[language],
        categories=categories,
    )
    return dict(sorted(found.items()))
