"""What is said of misuse: by the officer who demands and checks, and by the holder."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area, told
from processes.marks.actions import Misuse
from processes.sanctions.grounds import Kind

STOPPED, AGAIN = "stopped", "again"
OUTCOMES = {
    STOPPED: _("It has stopped: the matter is closed"),
    AGAIN: _("It has not stopped altogether: demand it once more"),
}
FURTHER = {
    Kind.SUSPEND: _("It has not stopped: propose to suspend the certificate"),
    Kind.WITHDRAW: _("It has not stopped: propose to withdraw the certificate"),
}


class DemandForm(forms.Form):
    """What is misused, where, and what must be done."""

    facts = forms.CharField(
        label=_("What is misused, and where it was seen"),
        help_text=_("The municipality reads this: name nobody who told of it."),
        widget=text_area(6),
        max_length=20000,
    )
    demand = forms.CharField(
        label=_("What the municipality must do"),
        help_text=_("For example: take the mark off a page, correct a leaflet, tell its readers."),
        widget=text_area(4),
        max_length=20000,
    )

    @property
    def misuse(self) -> Misuse:
        """What was sent, as the action wants it."""
        return Misuse(self.cleaned_data["facts"], self.cleaned_data["demand"])


class AnswerForm(forms.Form):
    """What the holder did."""

    text = forms.CharField(
        label=_("What you did, and when"),
        help_text=_("Say where it can be seen, for example the address of the page."),
        widget=text_area(6),
        max_length=20000,
    )


class CheckForm(forms.Form):
    """What the check found, and what follows."""

    outcome = forms.ChoiceField(label=_("What the check shows"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What you looked at, and what you found"),
        help_text=_("The municipality reads this."),
        widget=text_area(5),
        max_length=20000,
    )

    def __init__(self, data: Any, *, further: Iterable[Kind]) -> None:
        super().__init__(data)
        outcome = cast(forms.ChoiceField, self.fields["outcome"])
        proposals = ((kind.value, FURTHER[kind]) for kind in further)
        outcome.choices = told([*OUTCOMES.items(), *proposals])
