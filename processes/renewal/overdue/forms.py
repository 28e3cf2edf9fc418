"""What an officer says about an overdue item."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.fields import DayField

GO_ON, ANEW, MOVE, LEAVE_OUT = "go_on", "open_anew", "move", "leave_out"
SUSPEND = "propose_suspension"
MOST = timedelta(days=183)
"""So far ahead it can be moved, and never past the certificate's last day."""

CHOICES = (
    (GO_ON, gettext_lazy("The case under way goes on: look at it again on the day below")),
    (ANEW, gettext_lazy("Open a new case now: look at it again on the day below")),
    (MOVE, gettext_lazy("Move it: open a new case on the day below")),
    (
        SUSPEND,
        gettext_lazy(
            "Propose that the certificate is suspended: look at it again on the day below"
        ),
    ),
    (LEAVE_OUT, gettext_lazy("Leave it out: the surveillance is not done")),
)

OF_A_RENEWAL = (
    (GO_ON, gettext_lazy("The case under way goes on: look at it again on the day below")),
    (LEAVE_OUT, gettext_lazy("Close the case: the certificate is not renewed and runs out")),
)


class OverdueForm(forms.Form):
    """How it goes on, from or until which day, and why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("How does it go on?"), widget=forms.RadioSelect, choices=CHOICES
    )
    day = DayField(label=gettext_lazy("Day"), required=False)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=gettext_lazy("Everybody who sees the case can read this in its history."),
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        last: date,
        running: bool,
        renews: bool = False,
        may_suspend: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["day"]
        field.between(today + timedelta(days=1), min(last, today + MOST))
        choice: Any = self.fields["answer"]
        offered = OF_A_RENEWAL if renews else CHOICES
        closed = {GO_ON: not running, SUSPEND: not may_suspend}
        choice.choices = [one for one in offered if not closed.get(one[0], False)]

    def clean(self) -> dict[str, Any]:
        """All but leaving it out need a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        needs_day = cleaned.get("answer") not in (None, LEAVE_OUT)
        if needs_day and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day."))
        return cleaned
