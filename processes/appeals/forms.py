"""What is said in an appeal, and in the answer to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.appeals import reconsidering


class AppealForm(forms.Form):
    """What the municipality thinks is wrong."""

    text = forms.CharField(
        label=_("What is wrong, and what do you want changed?"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("Give your reasons."),
    )


class TakenUpForm(forms.Form):
    """Whether something is taken up; if not, why. Whoever waits for it reads that."""

    answer = forms.ChoiceField(
        label=_("Is it taken up?"),
        choices=[
            ("take_up", _("Yes, I look into it")),
            ("dismiss", _("No, we cannot look into it")),
        ],
        widget=forms.RadioSelect,
    )
    dismissed_because = forms.CharField(
        label=_("If not, why?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20000,
        required=False,
    )

    def __init__(self, *args: Any, help_text: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dismissed_because"].help_text = help_text

    def clean(self) -> dict[str, Any]:
        """Whoever is turned away is told why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == "dismiss" and not said.get("dismissed_because", "").strip():
            self.add_error("dismissed_because", gettext("Say why it is not taken up."))
        return said


class StandByForm(forms.Form):
    """Whether the municipality appeals, as a signatory says."""

    answer = forms.ChoiceField(
        label=_("Does the municipality appeal?"),
        choices=[
            ("stand_by", _("Yes, the municipality stands by this appeal")),
            ("disown", _("No, the municipality does not appeal")),
        ],
        widget=forms.RadioSelect,
    )
    answer_text = forms.CharField(
        label=_("If not, why? You need not say."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20000,
        required=False,
    )


class PutRightForm(forms.Form):
    """What was done about what was wrong."""

    answer_text = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20000,
        help_text=_("The municipality reads this."),
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
    corrective = forms.CharField(
        label=_("What is to be put right, and how"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20000,
        required=False,
        help_text=_("Only of what is granted in part: an officer gets the task to do so."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Outcome"), widget=forms.RadioSelect, choices=choices
        )

    def clean(self) -> dict[str, Any]:
        """What is granted in part leads to something."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") == "uphold_partly" and not said.get("corrective", "").strip():
            self.add_error("corrective", gettext("Say what is to be put right, and how."))
        return said


class ReconsiderForm(forms.Form):
    """Why a decision is taken anew, and what it is then."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=reconsidering.Ground.choices, widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=_("The new facts, or the error"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=reconsidering.Outcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )


class AnswerForm(forms.Form):
    """What the certification body answers."""

    answer_text = forms.CharField(
        label=_("Answer to the municipality, with reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        help_text=_("The municipality reads this."),
    )
