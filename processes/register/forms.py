"""Searching the register and checking a number. Sent by GET: an address is all there is."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes import data
from processes.register.listing import Wish


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
