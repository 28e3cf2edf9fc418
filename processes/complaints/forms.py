"""What is asked of whoever complains, and of whoever works with a complaint."""

import secrets
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.complaints.actions import MOST_BYTES, MOST_FILES
from processes.complaints.handling import Ruling
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile
from processes.evidence.files import ACCEPT, IN_WORDS
from processes.organisations.models import Organisation, Person
from workflow.language import Text

Kind, Outcome = Complaint.Kind, Complaint.Outcome


class SeveralFiles(forms.FileInput):
    """A field for files in which several can be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what may be kept of them is said when they are kept."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were chosen."""
        return [file for file in data or [] if file]


def _words(label: Text, help_text: Text = "", *, rows: int = 6, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, widget=widget, max_length=20000, **more
    )


class ComplaintForm(forms.Form):
    """Who complains, of what, and what they say. ``website`` is for machines alone."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    municipality = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Which municipality?"),
        help_text=gettext_lazy("If it is about one."),
        to_field_name="code",
        required=False,
    )
    reference = forms.CharField(
        label=gettext_lazy("Number of the decision, case or certificate"),
        help_text=gettext_lazy("If it is about a decision and you know it."),
        max_length=60,
        required=False,
    )
    whom = forms.CharField(
        label=gettext_lazy("Whom or what else is it about?"),
        help_text=gettext_lazy("For example who uses the mark, and where you saw it."),
        max_length=200,
        required=False,
    )
    text = _words(
        gettext_lazy("What has happened, and what do you want to be done?"),
        gettext_lazy("What you write may become public, if a municipality is asked to answer it."),
        rows=10,
    )
    attached = FilesField(label=gettext_lazy("Files"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Your receipt goes there, with a private address to follow it at."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    may_be_named = forms.BooleanField(
        label=gettext_lazy("The municipality may know who I am"), required=False
    )
    website = forms.CharField(
        required=False, widget=forms.HiddenInput({"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, *given: Any, municipalities: Any, **named: Any) -> None:
        named.setdefault("initial", {})["once"] = secrets.token_hex(16)
        super().__init__(*given, **named)
        field = cast(Any, self.fields["municipality"])
        field.queryset = municipalities
        most = {"most": MOST_FILES, "mb": MOST_BYTES // 1024**2, "kinds": IN_WORDS}
        words = _("At most %(most)s, each of at most %(mb)s MB: %(kinds)s.")
        self.fields["attached"].help_text = words % most
        self.fields["attached"].widget.attrs["accept"] = ACCEPT

    def clean(self) -> dict[str, Any]:
        """What it is about must be named; what fills in every field is no person."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("website"):
            self.add_error(None, _("This was not sent: a field that people do not see is filled."))
        needed = {Kind.MUNICIPALITY: "municipality", Kind.DECISION: "reference", Kind.MARK: "whom"}
        name = needed.get(cast(Any, said.get("kind")))
        if name and not said.get(name) and name not in self.errors:
            self.add_error(name, _("Say which, so that we know what it is about."))
        return said


class LinkForm(forms.Form):
    """What a new private address is asked for with."""

    number = forms.CharField(label=gettext_lazy("Number of your complaint"), max_length=20)
    email = forms.EmailField(
        label=gettext_lazy("The e-mail address that you gave"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class AddForm(forms.Form):
    """What whoever complained adds."""

    added = _words(gettext_lazy("Add something, or answer what you were asked"))


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
    dismissed_because = _words(
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
    copy = _words(
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

    reply_text = _words(
        gettext_lazy("Your answer"), gettext_lazy("Whoever complained reads this."), rows=10
    )


class FindingsForm(forms.Form):
    """What the inquiry found."""

    findings = _words(
        gettext_lazy("What you have found, and what you propose"),
        gettext_lazy("Whoever decides reads this. What it rests on is frozen."),
        rows=10,
    )


class AskForm(forms.Form):
    """A question to whoever complained."""

    question = _words(gettext_lazy("Ask whoever complained"))


class RulingForm(forms.Form):
    """How it is decided, why, and what follows."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(one.value, one.label) for one in (Outcome.REJECTED, Outcome.PARTLY)]
        + [(Outcome.UPHELD.value, Outcome.UPHELD.label)],
        widget=forms.RadioSelect,
    )
    ruled_because = _words(
        gettext_lazy("Reasons"),
        gettext_lazy("Whoever complained reads this, and the municipality if it was asked."),
    )
    corrective = _words(
        gettext_lazy("What is to be put right, and how"),
        gettext_lazy("A task to do so opens, and the complaint is closed when it is done."),
        required=False,
    )
    agenda_note = _words(
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

    done_text = _words(
        gettext_lazy("What was done"), gettext_lazy("Whoever complained reads this.")
    )
