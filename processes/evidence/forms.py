"""Adding a file or a link."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.evidence import files as evidence_files
from processes.evidence.actions import Upload, check
from processes.evidence.links import why_not_open
from workflow.exceptions import Refused


class WebLink(forms.URLField):
    """An address of the open web, as people write it: "www.hultsfred.se/plan" is enough."""

    widget = forms.TextInput({"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})
    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("Write the whole address, as in https://www.example.se/plan.")
    }
    default_validators = [
        URLValidator(schemes=["http", "https"], message=default_error_messages["invalid"])
    ]

    def clean(self, value: Any) -> Any:
        """The address, if everybody can follow it and it hides no name or password."""
        link = super().clean(value)
        if link and (words := why_not_open(link)):
            raise forms.ValidationError(words)
        return link


class EvidenceForm(forms.Form):
    """What it shows, and either a file or a link."""

    title = forms.CharField(
        label=gettext_lazy("What does it show?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: Decision of the municipal council, section 42."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        error_messages={
            "max_length": gettext_lazy(
                "The name of the file is too long. Shorten it and choose the file again."
            )
        },
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": evidence_files.ACCEPT}),
        help_text=gettext_lazy("At most 20 MB: pdf, png, jpg, docx, xlsx, odt, ods, txt or csv."),
    )
    link = WebLink(
        label=gettext_lazy("Or a link"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    hide_optional = True

    def __init__(self, *given: Any, by_body: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        self.by_body = by_body
        if by_body:
            self.fields["seen_by"] = forms.ChoiceField(
                label=_("Who sees it?"),
                choices=[
                    ("body", _("Only the certification body and its audit team")),
                    ("both", _("The municipality too, at once")),
                ],
                initial="body",
                widget=forms.RadioSelect,
            )

    def clean_file(self) -> Any:
        """A file of a kind and size we keep."""
        file = self.cleaned_data["file"]
        if file:
            try:
                check(file)
            except Refused as refused:
                raise forms.ValidationError(refused.message) from refused
        return file

    def clean(self) -> dict[str, Any]:
        """One of file and link; a file without a title is called by its name."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, link = cleaned.get("file"), cleaned.get("link")
        if not cleaned.get("title", "").strip() and "title" not in self.errors:
            if file:
                cleaned["title"] = evidence_files.title_of(file.name)
            elif link or "file" not in self.errors:
                self.add_error("title", _("Say what the evidence shows."))
        if not file and not link and not self.errors.keys() & {"file", "link"}:
            self.add_error("file", _("Choose a file or give a link."))
        if file and link:
            self.add_error("link", _("Choose either a file or a link, not both."))
        if file and self.errors:
            words = _("Choose the file “%(name)s” again: a page cannot keep it.")
            self.add_error("file", words % {"name": evidence_files.label_of(file.name)})
        return cleaned

    def upload(self, *, kept_back: bool = False) -> Upload:
        """What the person wants to add."""
        given = self.cleaned_data
        kept_back = kept_back or (self.by_body and given["seen_by"] != "both")
        return Upload(
            given["title"].strip(),
            given["file"],
            given["link"],
            kept_back=kept_back,
            by_body=self.by_body,
        )
