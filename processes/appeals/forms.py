"""What is said in an appeal, and in the answer to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AppealForm(forms.Form):
    """What the municipality thinks is wrong."""

    text = forms.CharField(
        label=_("What is wrong, and what do you want changed?"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("Give your reasons."),
    )


class StatementForm(forms.Form):
    """What the officer found."""

    answer_text = forms.CharField(
        label=_("What you found, and what the decision maker should know"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("The municipality reads this with the outcome."),
    )


class OutcomeForm(forms.Form):
    """How an appeal is decided, and why."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    answer_text = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Outcome"), widget=forms.RadioSelect, choices=choices
        )


class AnswerForm(forms.Form):
    """What the certification body answers."""

    answer_text = forms.CharField(
        label=_("Answer to the municipality, with reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )
