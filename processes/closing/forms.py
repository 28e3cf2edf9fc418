"""What a person says when a case ends early."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.case.endings import BY_SYSTEM, Ground
from processes.fields import DayField
from workflow.language import Text


def _words(label: Text, help_text: Text, *, required: bool) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=required,
    )


class DiscardForm(forms.Form):
    """Nothing is asked: the draft was nobody else's matter."""


class WithdrawForm(forms.Form):
    """Why the municipality withdraws, if it wants to say so."""

    reasons = _words(
        _("Why do you withdraw?"),
        _("The certification body reads this."),
        required=False,
    )


class TakeBackForm(forms.Form):
    """Nothing is asked: the case goes on as before."""


class RefusalForm(forms.Form):
    """Why the signatory does not withdraw the case."""

    reasons = _words(
        _("Why should the case go on?"),
        _("Everybody who sees the case can read this in its history."),
        required=True,
    )


MOST = timedelta(days=183)
"""Half a year: who needs longer begins anew."""


class MoreTimeForm(forms.Form):
    """Until when the municipality has, and why."""

    day = DayField(label=_("New last day"))
    reasons = _words(
        _("Reasons"),
        _("Everybody who sees the case can read this in its history."),
        required=True,
    )

    def __init__(self, *args: Any, today: date, last: date, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["day"]
        field.between(last + timedelta(days=1), max(last, today) + MOST)


class CloseForm(forms.Form):
    """On what ground the case is closed, and why."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        choices=[one for one in Ground.choices if one[0] not in BY_SYSTEM],
    )
    reasons = _words(
        _("Reasons"),
        _("The municipality reads this. Say what you have tried, and what they can do now."),
        required=True,
    )
