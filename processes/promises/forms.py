"""What a municipality promises."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PromiseForm(forms.Form):
    """One promise, and by what it is measured."""

    promised = forms.CharField(
        label=_("What do you promise businesses?"),
        help_text=_("For example: You get an answer to your question."),
        max_length=300,
    )
    target = forms.CharField(
        label=_("By what is it measured?"),
        help_text=_("For example: within two working days."),
        max_length=120,
    )
