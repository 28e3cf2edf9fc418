"""What is said in an appeal, and in the answer to it."""

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


class AnswerForm(forms.Form):
    """What the certification body answers."""

    answer_text = forms.CharField(
        label=_("Answer to the municipality, with reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )
