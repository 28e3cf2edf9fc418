"""What a person says about a task: that they may take it, to whom it goes, until when it rests."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.fields import DayField
from processes.organisations.models import Person
from workflow.models import Task


class Declaration(forms.Form):
    """Impartiality: no conflict of interest, or one with its reason."""

    NONE, CONFLICT = "none", "conflict"
    hide_optional = True

    declaration = forms.ChoiceField(
        label=gettext_lazy("Do you have a conflict of interest in this case?"),
        widget=forms.RadioSelect,
        choices=[
            (NONE, gettext_lazy("No, I have no conflict of interest")),
            (CONFLICT, gettext_lazy("Yes, I have a conflict of interest")),
        ],
        help_text=gettext_lazy(
            "For example work for the municipality or a neighbour, advice to it within two years, "
            "or somebody close to you whom the case concerns."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("If yes: what is the conflict?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("The certification body reads this. The municipality does not."),
    )

    @property
    def has_conflict(self) -> bool:
        """A conflict was declared."""
        return bool(self.cleaned_data["declaration"] == self.CONFLICT)

    def clean(self) -> dict[str, Any]:
        """A conflict needs its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        has_conflict = cleaned.get("declaration") == self.CONFLICT
        if has_conflict and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say what the conflict is."))
        return cleaned


class Seen(forms.Form):
    """When a list was shown in which somebody presses a button."""

    seen = forms.DateTimeField()


class HandBack(forms.Form):
    """A word to the next."""

    because = forms.CharField(
        label=gettext_lazy("A word to the next person"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("What is done, what remains, what is good to know."),
    )


class Assign(forms.Form):
    """A colleague of the same queue; ``refusal`` says why nobody can be chosen."""

    refusal = ""

    to = forms.ModelChoiceField(label=gettext_lazy("Colleague"), queryset=Person.objects.none())

    def __init__(self, *args: Any, colleagues: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ModelChoiceField(
            label=_("Colleague"),
            queryset=colleagues,
            empty_label=_("Choose a colleague"),
        )


class Prioritise(forms.Form):
    """Where one or several tasks stand in their queue, and why."""

    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"),
        widget=forms.RadioSelect,
        coerce=int,
        choices=[
            (Task.Priority.HIGH.value, gettext_lazy("Prioritised: first in its queue")),
            (Task.Priority.NORMAL.value, gettext_lazy("Normal: by its deadline")),
        ],
    )
    because = forms.CharField(
        label=gettext_lazy("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Everybody who sees the case can read this in its history."),
    )


class Snooze(forms.Form):
    """A day until which a task rests."""

    until = DayField(label=gettext_lazy("Put aside until"))

    def __init__(self, *args: Any, today: date, due: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.due = today, due
        limits = self.fields["until"].widget.attrs
        limits["min"] = (today + timedelta(days=1)).isoformat()
        if due is not None:
            limits["max"] = due.isoformat()

    def clean_until(self) -> date:
        """A later day than today."""
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return until
