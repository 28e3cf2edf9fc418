"""Forms of the preview."""

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.fields import DayField


class StartForm(forms.Form):
    """The day from which the calendar is computed."""

    start = DayField(label=_("Day of the decision"))


class PublishForm(forms.Form):
    """Whom the new cycle is for."""

    NEW_CASES, ALSO_PLANNED = "new", "planned"

    effect = forms.ChoiceField(
        label=_("What should the new cycle apply to?"),
        choices=[
            (
                NEW_CASES,
                _(
                    "New cases only: what is planned keeps its dates, and a surveillance its "
                    "limits and reminders"
                ),
            ),
            (
                ALSO_PLANNED,
                _("Also what is planned and not yet opened: it gets the dates and limits shown"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=NEW_CASES,
    )
    mark = forms.CharField(widget=forms.HiddenInput)
