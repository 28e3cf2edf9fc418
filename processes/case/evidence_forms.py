"""Adding a file or a link."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case import evidence_files
from processes.case.evidence import Upload, check
from workflow.exceptions import Refused


class WebLink(forms.URLField):
    """An address of the web; other schemes are refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]


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
        """A title, and one of file and link."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, link = cleaned.get("file"), cleaned.get("link")
        if not cleaned.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", _("Say what the evidence shows."))
        if not file and not link and not self.errors.keys() & {"file", "link"}:
            self.add_error("file", _("Choose a file or give a link."))
        if file and link:
            self.add_error("link", _("Choose either a file or a link, not both."))
        return cleaned

    def upload(self, *, kept_back: bool = False) -> Upload:
        """What the person wants to add."""
        given = self.cleaned_data
        return Upload(given["title"].strip(), given["file"], given["link"], kept_back=kept_back)
