"""What is said when a last day is to move."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.case.models import Case
from processes.extending import rules
from processes.fields import DayField
from workflow.models import Task


class MoreForm(forms.Form):
    """Until when, and why."""

    day = DayField(label=_("New last day"))
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Everybody who sees the case can read this in its history."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )

    def __init__(
        self, *args: Any, task: Task, case: Case, today: date, asks: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.task, self.case, self.today, self.asks = task, case, today, asks

    def clean(self) -> dict[str, Any]:
        """Say at the field what stands in the way."""
        said: dict[str, Any] = super().clean() or {}
        for one in rules.wrong(self.task, self.case, said.get("day"), self.today, asks=self.asks):
            self.add_error(one.field, one.words)
        return said


class GrantForm(MoreForm):
    """Until when more time is given; a word with it is free."""

    reasons = forms.CharField(
        label=_("A word to the municipality"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class RefuseForm(forms.Form):
    """Why the old day stands."""

    reasons = forms.CharField(
        label=_("Why is there no more time?"),
        help_text=_("The municipality reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
