"""What is said of a finding that somebody objects to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.language import Text


def _words(label: Text, hint: Text) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=20000)


class FileForm(forms.Form):
    """What the municipality thinks is wrong."""

    text = _words(
        _("What is wrong in the finding, and what should it say?"), _("Give your reasons.")
    )


class AnswerForm(forms.Form):
    """Whether the objection is upheld, and why."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[
            ("uphold", _("Upheld: the lead auditor corrects the finding")),
            ("reject", _("Rejected: the finding stands")),
        ],
    )
    text = _words(_("Reasons"), _("The municipality reads this."))


class CarryOutForm(forms.Form):
    """How the finding was corrected."""

    text = _words(_("How is the finding corrected?"), _("The municipality reads this."))
