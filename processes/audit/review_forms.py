"""What the lead writes about the documents before a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.forms import Verdict, text_area
from processes.audit.review_models import REVIEWED
from processes.audit.reviewing import Reviewed
from processes.fields import DayField


class Readiness(Verdict):
    """What the lead says about the documents."""

    CHOICES = (
        ("ready", gettext_lazy("Ready: the visit can be planned")),
        ("not_ready", gettext_lazy("Not ready: back to the self-assessment")),
    )
    NEEDING_REASONS = ("not_ready",)
    MISSING = gettext_lazy("Write the areas of concern that must be put right first")

    looked_at = forms.MultipleChoiceField(
        label=gettext_lazy("Looked at"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(REVIEWED.items()),
        required=False,
    )
    in_order = forms.CharField(
        label=gettext_lazy("What was found in order"),
        required=False,
        widget=text_area(4),
        max_length=10000,
    )
    not_before = DayField(
        label=gettext_lazy("The visit no earlier than"),
        help_text=gettext_lazy("Where what is of concern takes time to put right."),
        required=False,
    )
    field_order = ("looked_at", "in_order", "answer", "reasons", "not_before")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["answer"].label = _("Are the documents ready for a visit?")
        self.fields["reasons"].label = _("Areas of concern")
        self.fields["reasons"].help_text = _(
            "What could become a nonconformity at the visit. The municipality reads this."
        )

    @property
    def reviewed(self) -> Reviewed:
        """What was said, as the action wants it."""
        said = self.cleaned_data
        return Reviewed(
            ready=said["answer"] == "ready",
            concerns=said["reasons"],
            in_order=said["in_order"],
            looked_at=tuple(said["looked_at"]),
            not_before=said["not_before"],
        )


class RepeatForm(forms.Form):
    """Why the documents are reviewed again."""

    changed = forms.CharField(
        label=gettext_lazy("What has changed"),
        help_text=gettext_lazy("The municipality reads this."),
        widget=text_area(3),
        max_length=5000,
    )
