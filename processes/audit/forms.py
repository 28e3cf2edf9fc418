"""What people write about team, plan and visit."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.candidates import Candidate
from workflow.language import Text


def text_area(rows: int = 5) -> forms.Textarea:
    """Room for a text of some lines."""
    return forms.Textarea(attrs={"rows": rows})


def told(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, str]]:
    """The choices as they begin a line."""
    return [(value, capfirst(str(words))) for value, words in choices]


class TeamForm(forms.Form):
    """Who joins the lead: the auditors whom nothing speaks against."""

    hide_optional = True

    members = forms.MultipleChoiceField(
        label=gettext_lazy("Others in the team"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You lead the team. Choose nobody if you do the audit alone."),
    )

    def __init__(self, *given: Any, candidates: list[Candidate], **named: Any) -> None:
        super().__init__(*given, **named)
        self.free = {str(one.person.pk): one for one in candidates if not one.reason}
        field: Any = self.fields["members"]
        field.choices = [(key, one.person.name) for key, one in self.free.items()]
        field.hints = {key: "; ".join(one.remarks) for key, one in self.free.items()}

    @property
    def people(self) -> list[Any]:
        """The chosen ones."""
        return [self.free[key].person for key in self.cleaned_data["members"]]


class TakeOver(forms.Form):
    """A declaration of impartiality of an auditor who takes over the lead."""

    impartial = forms.BooleanField(
        label=gettext_lazy("I have no conflict of interest in this case"),
        help_text=gettext_lazy(
            "Employment or assignments in the municipality within two years, employment in a "
            "neighbouring municipality, close relations or anything else that can shake trust."
        ),
    )


class ConflictForm(forms.Form):
    """A declaration of a conflict of interest."""

    conflict = forms.CharField(
        label=gettext_lazy("What the conflict of interest is"),
        widget=text_area(3),
        help_text=gettext_lazy("The certification body sees this, the municipality does not."),
    )


class Verdict(forms.Form):
    """One of a few answers, and reasons where the answer needs them."""

    CHOICES: tuple[tuple[str, Any], ...] = ()
    NEEDING_REASONS: Collection[str] = ()
    MISSING: Text = gettext_lazy("Give your reasons")
    hide_optional = True

    answer = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), required=False, widget=text_area(), max_length=10000
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["answer"]
        field.choices = self.CHOICES

    def clean(self) -> dict[str, Any]:
        """Reasons are given where they are needed."""
        data = super().clean() or {}
        if data.get("answer") in self.NEEDING_REASONS and not data.get("reasons"):
            self.add_error("reasons", self.MISSING)
        return data


class AboutMembers(Verdict):
    """An answer that may concern only some of a team."""

    WHOM: Text = ""
    members = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("answer", "members", "reasons")

    def __init__(self, *given: Any, team: Collection[Any] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["members"]
        field.label, field.choices = self.WHOM, [(one.pk, one.person.name) for one in team]
        self.initial["members"] = [one.pk for one in team if one.is_objected_to]
        if len(team) < 2:
            del self.fields["members"]

    @property
    def chosen(self) -> list[int]:
        """The keys of those whom it concerns."""
        return list(self.cleaned_data.get("members", []))


class TeamAnswer(AboutMembers):
    """What the municipality says about the team."""

    WHOM = gettext_lazy("Whom do you object to? Mark nobody if you object to the whole team")

    CHOICES = (
        ("accept", gettext_lazy("We accept the team")),
        ("object", gettext_lazy("We object to the team or somebody in it")),
    )
    NEEDING_REASONS = ("object",)
    MISSING = gettext_lazy("Say to whom you object, and why")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reasons"].label = _("Reasons, if you object")


class Settlement(AboutMembers):
    """What the officer says about an objection."""

    CHOICES = (
        ("dismiss", gettext_lazy("Dismiss the objection: the team stands")),
        ("uphold", gettext_lazy("Uphold the objection: whom it concerns is replaced")),
    )
    NEEDING_REASONS = ("dismiss", "uphold")
    WHOM = gettext_lazy("Who is replaced if you uphold the objection")


class PlanAnswer(Verdict):
    """What the municipality says about the plan."""

    CHOICES = (
        ("agree", gettext_lazy("We agree to the plan")),
        ("ask", gettext_lazy("We ask for changes")),
    )
    NEEDING_REASONS = ("ask",)
    MISSING = gettext_lazy("Say what you want changed")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reasons"].label = _("What should be changed, if anything")
