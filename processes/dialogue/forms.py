"""What is written in a case."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.dialogue.actions import Said
from processes.dialogue.models import CaseMessage
from processes.evidence import files as evidence_files
from processes.evidence.actions import check
from processes.fields import DayField
from workflow.exceptions import Refused

MOST_FILES = 5


class SeveralFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Some files of kinds and sizes we keep; an error names the one at fault."""

    def __init__(self, **more: Any) -> None:
        widget = SeveralFiles(attrs={"accept": evidence_files.ACCEPT, "multiple": True})
        super().__init__(widget=widget, required=False, allow_empty_file=True, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each looked at by itself."""
        some = data if isinstance(data, list) else [data]
        files = [super(Files, self).clean(one, initial) for one in some if one]
        if len(files) > MOST_FILES:
            words = _("Send at most %(most)s files at once.") % {"most": MOST_FILES}
            raise forms.ValidationError(words)
        for one in files:
            try:
                check(one)
            except Refused as refused:
                label = evidence_files.label_of(one.name)
                raise forms.ValidationError(f"{label}: {refused.message}") from refused
        return files


class _Written(forms.Form):
    """A text with files."""

    hide_optional = True
    text = forms.CharField(
        label=gettext_lazy("Message"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20000,
    )
    attached = Files(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "At most 20 MB each: pdf, png, jpg, docx, xlsx, odt, ods, txt or csv."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Say that files are chosen again where something else is wrong."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("attached") and self.errors:
            self.add_error("attached", _("Choose the files again: a page cannot keep them."))
        return said


class MessageForm(_Written):
    """A message to the other side; the body chooses between it and a note of its own."""

    to = forms.ChoiceField(label=gettext_lazy("Who reads it?"), widget=forms.RadioSelect)
    field_order = ("to", "text", "attached")
    WORDS: ClassVar = {
        CaseMessage.Kind.TO_MUNICIPALITY: gettext_lazy("The municipality and the body"),
        CaseMessage.Kind.NOTE: gettext_lazy("Only the body: an internal note"),
    }

    def __init__(self, *args: Any, kinds: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.only = kinds[0] if kinds == [CaseMessage.Kind.TO_BODY] else ""
        field: Any = self.fields["to"]
        field.choices = [(kind, words) for kind, words in self.WORDS.items() if kind in kinds]
        if self.only:
            del self.fields["to"]

    @property
    def said(self) -> Said:
        """What is written, once it is valid."""
        given = self.cleaned_data
        return Said(self.only or given["to"], given["text"].strip(), given["attached"])


class LetterForm(_Written):
    """What came from outside: when, from whom, about what, and who reads it."""

    sender = forms.CharField(label=gettext_lazy("From whom"), max_length=200)
    received = DayField(label=gettext_lazy("Received"))
    seen_by = forms.ChoiceField(
        label=gettext_lazy("Who reads it?"),
        choices=[
            ("both", gettext_lazy("The municipality and the body")),
            ("body", gettext_lazy("Only the body")),
        ],
        initial="both",
        widget=forms.RadioSelect,
    )
    field_order = ("received", "sender", "text", "attached", "seen_by")

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        received: Any = self.fields["received"]
        received.between(received.first, today)
        self.fields["text"].label = _("What it is about")

    @property
    def said(self) -> Said:
        """What is registered, once it is valid."""
        given = self.cleaned_data
        return Said(
            CaseMessage.Kind.LETTER,
            given["text"].strip(),
            given["attached"],
            internal=given["seen_by"] == "body",
            sender=given["sender"].strip(),
            received=given["received"],
        )
