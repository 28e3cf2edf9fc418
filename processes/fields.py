"""Form fields that every stage may use."""

from datetime import date
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _

from workflow.language import day_in_words

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""No day that a person writes lies beyond them, whatever it is the day of."""


class DayField(forms.DateField):
    """A day between bounds that its use can bear; beyond them, an error at the field."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)
        self.between(EARLIEST, LATEST)

    def between(self, first: date, last: date) -> Self:
        """Let the field take the days from first to last, both included."""
        self.first, self.last = max(first, EARLIEST), min(last, LATEST)
        self.widget.attrs |= {"min": self.first.isoformat(), "max": self.last.isoformat()}
        return self

    def validate(self, value: date | None) -> None:
        """Raises ValidationError for a day outside the bounds, and names them."""
        super().validate(value)
        if value is None or self.first <= value <= self.last:
            return
        raise forms.ValidationError(self._bounds(value), code="bounds")

    def _bounds(self, value: date) -> str:
        if value > self.last:
            return _("Choose a day no later than %(day)s.") % {"day": day_in_words(self.last)}
        return _("Choose a day no earlier than %(day)s.") % {"day": day_in_words(self.first)}


class LastDayField(DayField):
    """A last day that may be left open: the last of all days is how other systems write that."""

    def to_python(self, value: str | date | None) -> date | None:
        """None for a day of the year 9999, as for an empty field."""
        day = super().to_python(value)
        return None if day is not None and day.year == date.max.year else day
