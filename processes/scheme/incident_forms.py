"""What is asked of whoever gives up a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SkipForm(forms.Form):
    """Why it is not to happen."""

    reason = forms.CharField(
        label=_("Why is it skipped?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Everybody who sees the case can read this in its history."),
    )
