"""What is new, and what the municipality says of it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MaterialForm(forms.Form):
    """What is new since the municipality was heard."""

    text = forms.CharField(
        label=_("What is new"),
        help_text=_("The municipality reads it and may comment before anything is decided."),
        widget=forms.Textarea({"rows": 8}),
        max_length=20000,
    )


class CommentForm(forms.Form):
    """What the municipality thinks of it."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("It joins what the decision rests on. Leave empty to say nothing."),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        max_length=20000,
    )
