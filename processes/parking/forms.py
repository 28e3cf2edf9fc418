"""What is said when a case is to rest."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.case.models import Case
from processes.fields import DayField
from processes.parking import rules
from processes.parking.actions import Wanted
from processes.parking.models import Ground, Parking


class _RestForm(forms.Form):
    """Until when a case is to rest, and why."""

    until = DayField(
        label=_("The day on which it goes on"),
        help_text=_("On that day the limits count on from where they stood."),
    )
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, choices=Ground.choices)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Everybody who sees the case can read this in its history."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )

    def __init__(self, *args: Any, case: Case, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.case, self.today = case, today

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once it is valid."""
        said = self.cleaned_data
        beyond = str(said.get("beyond", "")).strip()
        return Wanted(said["until"], said["ground"], said["reasons"].strip(), beyond)

    def clean(self) -> dict[str, Any]:
        """Say at the field what stands in the way."""
        said: dict[str, Any] = super().clean() or {}
        beyond = str(said.get("beyond", self.spare)).strip()
        for one in rules.wrong(self.case, said.get("until"), self.today, beyond=beyond):
            self.add_error(one.field, one.words)
        return said

    spare = ""


class ParkForm(_RestForm):
    """An officer lets a case rest."""

    beyond = forms.CharField(
        label=_("Why it rests past a date that must be kept"),
        help_text=_("Only if it does: such a date does not move."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class ProlongForm(forms.Form):
    """Until which later day a case that rests is to rest, and why."""

    until = DayField(label=_("The day on which it goes on"))
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Everybody who sees the case can read this in its history."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    beyond = forms.CharField(
        label=_("Why it rests past a date that must be kept"),
        help_text=_("Only if it does: such a date does not move."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def __init__(self, data: Any, *, parking: Parking, today: date) -> None:
        super().__init__(data, initial={"beyond": parking.beyond})
        self.parking, self.today = parking, today

    def clean(self) -> dict[str, Any]:
        """Say at the field what stands in the way."""
        said: dict[str, Any] = super().clean() or {}
        beyond = str(said.get("beyond", "")).strip()
        for one in rules.wrong_longer(self.parking, said.get("until"), self.today, beyond=beyond):
            self.add_error(one.field, one.words)
        return said


class AskForm(_RestForm):
    """The municipality asks for it; the officer says whether it may pass a hard date."""

    spare = "asked"


class DeclineForm(forms.Form):
    """Why the case goes on."""

    reasons = forms.CharField(
        label=_("Why does the case go on?"),
        help_text=_("The municipality reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
