"""When and until when a case can rest. Later stages say here what of theirs stands in its way."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.parking import deadlines
from processes.parking.models import Parking
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.language import day_in_words

Hindrance = Callable[[Case, date, date], str]
"""Takes the case, today and until when; answers why it cannot rest, or ""."""
HardDate = Callable[[Case], Iterator[date]]

_hindrances: list[Hindrance] = []
_hard_dates: list[HardDate] = []


def hinders(hindrance: Hindrance) -> Hindrance:
    """Register what stands in the way of a rest."""
    _hindrances.append(hindrance)
    return hindrance


def runs_on(dates: HardDate) -> HardDate:
    """Register days of a case that no rest moves."""
    _hard_dates.append(dates)
    return dates


class Wrong(NamedTuple):
    """Why a case cannot rest until a day: at which field of the form, in a sentence."""

    field: str | None
    words: str


def resting(case: Case) -> Parking | None:
    """The rest that is under way, if there is one."""
    if not case.is_running:
        return None
    return case.parkings.filter(state=Parking.State.RESTING).first()


def next_hard_date(case: Case, today: date) -> date | None:
    """The next day of the case, from today on, that no rest moves."""
    days = {day for one in (case.visit_by_date, case.decide_by_date) if (day := one)}
    days |= {day for dates in _hard_dates for day in dates(case)}
    return min((day for day in days if day >= today), default=None)


def wrong(case: Case, until: date | None, today: date, *, beyond: str) -> list[Wrong]:
    """Everything that stands in the way of a rest until a day."""
    if not case.is_running or case.is_unsent:
        words = _("Only a case that is under way can rest: see how it stands.")
        return [Wrong(None, words)]
    if (one := resting(case)) is not None:
        words = _("The case rests already, until %(day)s.")
        return [Wrong(None, words % {"day": day_in_words(one.parked_until)})]
    found = [one(case, today, until or today) for one in _hindrances]
    return [Wrong(None, words) for words in found if words] + (
        [*_wrong_day(case, until, today, beyond)] if until else []
    )


def _wrong_day(case: Case, until: date, today: date, beyond: str) -> Iterator[Wrong]:
    last = deadlines.longest(case, today)
    if until <= today:
        yield Wrong("until", _("Choose a day that is still to come."))
    elif last <= today:
        words = _("The case has rested as long as a case can in all.")
        yield Wrong("until", words)
    elif until > last:
        words = _("A case can rest until %(day)s, with what it has rested before.")
        yield Wrong("until", words % {"day": day_in_words(last)})
    yield from _past_hard_date(case, until, today, beyond)


def _past_hard_date(case: Case, until: date, today: date, beyond: str) -> Iterator[Wrong]:
    hard = next_hard_date(case, today)
    if hard is not None and until > hard and not beyond:
        words = _("%(day)s must be kept and does not move. Say why the case rests past it.")
        yield Wrong("beyond", words % {"day": day_in_words(hard)})


def wrong_longer(parking: Parking, until: date | None, today: date, *, beyond: str) -> list[Wrong]:
    """Everything that stands in the way of a rest under way going on until a later day."""
    case = parking.case
    if parking.current_state != Parking.State.RESTING or not case.is_running:
        return [Wrong(None, _("The case does not rest any more: see how it stands."))]
    found = [one(case, today, until or today) for one in _hindrances]
    return [Wrong(None, words) for words in found if words] + (
        [*_wrong_later_day(parking, until, today, beyond)] if until else []
    )


def _wrong_later_day(parking: Parking, until: date, today: date, beyond: str) -> Iterator[Wrong]:
    if until <= parking.parked_until:
        words = _("It rests until %(day)s already: choose a later day, or let it go on.")
        yield Wrong("until", words % {"day": day_in_words(parking.parked_until)})
        return
    last = deadlines.longest(parking.case, local_date(parking.from_at))
    if until > last:
        words = _("A case can rest until %(day)s, with what it has rested before.")
        yield Wrong("until", words % {"day": day_in_words(last)})
    yield from _past_hard_date(parking.case, until, today, beyond)


def require_longer(parking: Parking, until: date, today: date, *, beyond: str) -> None:
    """Raises Refused, with the first of what stands in the way of a longer rest."""
    for one in wrong_longer(parking, until, today, beyond=beyond):
        raise Refused(one.words, code="not_to_rest")


def require(case: Case, until: date, today: date, *, beyond: str) -> None:
    """Raises Refused, with the first of what stands in the way of a rest."""
    for one in wrong(case, until, today, beyond=beyond):
        raise Refused(one.words, code="not_to_rest")
