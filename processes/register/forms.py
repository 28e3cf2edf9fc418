"""Searching the register and checking a number. Sent by GET: an address is all there is."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes import data
from processes.fields import DayField
from processes.register.listing import Wish
from workflow.calendar import end_of

MOMENT = timedelta(microseconds=1)


class SearchForm(forms.Form):
    """Which municipalities to show."""

    hide_optional = True

    q = forms.CharField(label=_("Municipality, number or scheme"), required=False, max_length=80)
    county = forms.ChoiceField(label=_("County"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("With a certificate, now or before")), ("all", _("All municipalities"))],
        required=False,
    )

    def __init__(self, sent: Any) -> None:
        super().__init__(sent)
        field = cast(forms.ChoiceField, self.fields["county"])
        field.choices = [("", _("All counties")), *data.counties()]

    def wish(self) -> Wish:
        """What is asked for; nothing if one of the fields cannot be used, which the page says."""
        if not self.is_valid():
            return Wish()
        said = self.cleaned_data
        words, county = said.get("q", ""), said.get("county", "")
        # Whoever asks for one by name is told also that it is not certified.
        everybody = bool(words) or said.get("show", "") == "all"
        return Wish(words, county, everybody=everybody)


class NumberForm(forms.Form):
    """The number printed on a certificate."""

    number = forms.CharField(
        label=_("Number on the certificate"),
        help_text=_("For example KLC-2026-0001-1"),
        max_length=40,
    )


class MomentForm(forms.Form):
    """The day at whose end certificates are counted; today they are counted as they are now."""

    hide_optional = True

    on = DayField(label=_("At the end of the day"), required=False)

    def __init__(self, sent: Any, *, today: date) -> None:
        super().__init__(sent)
        on = cast(DayField, self.fields["on"])
        on.between(on.first, today)
        self.today = today

    def moment(self, now: datetime) -> datetime:
        """The moment that is asked for; now where none is, or it cannot be used."""
        day = self.cleaned_data.get("on") if self.is_valid() else None
        return now if day is None or day >= self.today else end_of(day) - MOMENT
