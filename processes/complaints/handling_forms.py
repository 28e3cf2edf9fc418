"""What is asked of whoever works with a complaint."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.complaints.forms import words
from processes.complaints.handling import Ruling
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile
from processes.organisations.models import Person

Outcome = Complaint.Outcome


class People(forms.ModelMultipleChoiceField[Person]):
    """Some people of the body, by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The name alone."""
        return str(obj.name)


class AcknowledgeForm(forms.Form):
    """Whom of the body it is about."""

    complained_of = People(
        Person.objects.none(),
        label=gettext_lazy("Whom of us is it about?"),
        help_text=gettext_lazy("Whoever you tick has nothing to do with it from now on."),
        required=False,
    )

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        cast(Any, self.fields["complained_of"]).queryset = people


class ReviewForm(forms.Form):
    """Whether it is taken up; if not, why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is it taken up?"),
        choices=[
            ("take_up", gettext_lazy("Yes, I look into it")),
            ("dismiss", gettext_lazy("No, we cannot look into it")),
        ],
        widget=forms.RadioSelect,
    )
    dismissed_because = words(
        gettext_lazy("If not, why?"),
        gettext_lazy("Whoever complained reads this."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Whoever is turned away is told why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == "dismiss" and not said.get("dismissed_because", "").strip():
            self.add_error("dismissed_because", _("Say why it is not taken up."))
        return said


class ForwardForm(forms.Form):
    """The copy that the municipality reads: text and files, each looked at."""

    to = forms.ChoiceField(
        label=gettext_lazy("Is the municipality to answer it?"),
        choices=[
            ("send_on", gettext_lazy("Yes, send the copy below")),
            ("keep_back", gettext_lazy("No, look into it without an answer")),
        ],
        widget=forms.RadioSelect,
    )
    copy = words(
        gettext_lazy("What the municipality reads"),
        gettext_lazy(
            "Take out whatever tells who complained, unless they may be named. "
            "With the municipality it may become public."
        ),
        rows=12,
        required=False,
    )
    ticked = forms.ModelMultipleChoiceField(
        ComplaintFile.objects.none(),
        label=gettext_lazy("Files that you have looked at and that go with it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *given: Any, complaint: Complaint, **named: Any) -> None:
        named["initial"] = {"copy": complaint.text}
        super().__init__(*given, **named)
        files = complaint.files.order_by("pk")
        cast(Any, self.fields["ticked"]).queryset = files
        if not files:
            del self.fields["ticked"]
        if complaint.about_id is None:
            self.fields["to"].initial = "keep_back"

    def clean(self) -> dict[str, Any]:
        """A copy that is sent says something."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("to") == "send_on" and not said.get("copy", "").strip():
            self.add_error("copy", _("Write what the municipality is to answer."))
        return said

    @property
    def chosen(self) -> Sequence[int]:
        """The keys of the files that go with it."""
        return [file.pk for file in self.cleaned_data.get("ticked", [])]


class ReplyForm(forms.Form):
    """What the municipality answers."""

    reply_text = words(
        gettext_lazy("Your answer"), gettext_lazy("Whoever complained reads this."), rows=10
    )


class FindingsForm(forms.Form):
    """What the inquiry found."""

    findings = words(
        gettext_lazy("What you have found, and what you propose"),
        gettext_lazy("Whoever decides reads this. What it rests on is frozen."),
        rows=10,
    )


class AskForm(forms.Form):
    """A question to whoever complained."""

    question = words(gettext_lazy("Ask whoever complained"))


class RulingForm(forms.Form):
    """How it is decided, why, and what follows."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(one.value, one.label) for one in (Outcome.REJECTED, Outcome.PARTLY)]
        + [(Outcome.UPHELD.value, Outcome.UPHELD.label)],
        widget=forms.RadioSelect,
    )
    ruled_because = words(
        gettext_lazy("Reasons"),
        gettext_lazy("Whoever complained reads this, and the municipality if it was asked."),
    )
    corrective = words(
        gettext_lazy("What is to be put right, and how"),
        gettext_lazy("A task to do so opens, and the complaint is closed when it is done."),
        required=False,
    )
    agenda_note = words(
        gettext_lazy("What the next audit of the municipality is to look at"),
        gettext_lazy("The audit team reads this. Name nobody."),
        required=False,
    )
    hide_optional: ClassVar = False

    def ruling(self) -> Ruling:
        """What was decided."""
        said = {name: str(value).strip() for name, value in self.cleaned_data.items()}
        return Ruling(
            said["outcome"], said["ruled_because"], said["corrective"], said["agenda_note"]
        )


class ClosingForm(forms.Form):
    """What was done about it."""

    done_text = words(gettext_lazy("What was done"), gettext_lazy("Whoever complained reads this."))
