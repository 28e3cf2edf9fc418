"""What is asked of whoever works with a complaint."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.appeals.forms import TakenUpForm
from processes.complaints.appealing import appealable_of
from processes.complaints.forms import words
from processes.complaints.handling import Ruling
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile
from processes.organisations.models import Person

Outcome = Complaint.Outcome
APPEALS = (Complaint.Kind.APPEAL, Complaint.Kind.DECISION)
"""What may be an appeal, whichever of the two whoever wrote it chose."""


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


class ReviewForm(TakenUpForm):
    """Whether it is taken up, as a complaint or as the appeal that it is; if not, why."""

    against = forms.ChoiceField(
        label=gettext_lazy("If as an appeal, against what?"),
        help_text=gettext_lazy(
            "What can be appealed against, of the number or municipality given."
        ),
        required=False,
    )
    field_order = ("answer", "against", "dismissed_because")

    def __init__(self, *given: Any, complaint: Complaint, **named: Any) -> None:
        super().__init__(*given, help_text=_("Whoever complained reads this."), **named)
        found = appealable_of(complaint) if complaint.kind in APPEALS else []
        if not found:
            del self.fields["against"]
            return
        choices = [("", _("Choose")), *((one.key, one.words) for one in found)]
        cast(Any, self.fields["against"]).choices = choices
        answer = cast(Any, self.fields["answer"])
        answer.choices = [("refer", _("Yes, as an appeal")), *answer.choices]

    def clean(self) -> dict[str, Any]:
        """An appeal is against something."""
        said = super().clean()
        if said.get("answer") == "refer" and not said.get("against"):
            self.add_error("against", _("Choose what the appeal is against."))
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
