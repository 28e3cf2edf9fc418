"""Searching the register and checking a number. Sent by GET: an address is all there is."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Which municipalities to show."""

    hide_optional = True

    q = forms.CharField(label=_("Municipality or number"), required=False, max_length=80)
    county = forms.ChoiceField(label=_("County"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("With a certificate, now or before")), ("all", _("All municipalities"))],
        required=False,
    )

    def __init__(self, data: Any, *, counties: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["county"])
        field.choices = [("", _("All counties")), *counties]

    def wishes(self) -> dict[str, Any]:
        """What is asked for; an unknown county or choice counts as none."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "words": said.get("q", ""),
            "county": said.get("county", ""),
            "everybody": said.get("show", "") == "all",
        }


class NumberForm(forms.Form):
    """The number printed on a certificate."""

    number = forms.CharField(
        label=_("Number on the certificate"),
        help_text=_("For example KLC-2026-0001-1"),
        max_length=40,
    )
