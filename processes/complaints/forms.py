"""What is asked of whoever complains."""

import re
import secrets
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.complaints.actions import MOST_BYTES, MOST_FILES
from processes.complaints.models import Complaint
from processes.evidence.files import ACCEPT, IN_WORDS
from processes.organisations.models import Organisation
from processes.promises.models import PublishedPromise
from workflow.language import Text

Kind = Complaint.Kind


class SeveralFiles(forms.FileInput):
    """A field for files in which several can be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what may be kept of them is said when they are kept."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were chosen."""
        return [file for file in data or [] if file]


def words(label: Text, help_text: Text = "", *, rows: int = 6, **more: Any) -> forms.CharField:
    """A text of several lines."""
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
    promise = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    whom = forms.CharField(
        label=gettext_lazy("Whom or what else is it about?"),
        help_text=gettext_lazy("For example who uses the mark, and where you saw it."),
        max_length=200,
        required=False,
    )
    text = words(
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
        limits = _("At most %(most)s, each of at most %(mb)s MB: %(kinds)s.")
        self.fields["attached"].help_text = limits % most
        self.fields["attached"].widget.attrs["accept"] = ACCEPT

    @property
    def promised(self) -> PublishedPromise | None:
        """The published promise that the form speaks of, if there is one."""
        key = str(self["promise"].value() or "")
        if not re.fullmatch("[0-9]{1,9}", key):
            return None
        rows = PublishedPromise.objects.current().select_related("certification__organisation")
        return rows.filter(pk=key).first()

    def clean(self) -> dict[str, Any]:
        """What it is about must be named; what fills in every field is no person."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("website"):
            self.add_error(None, _("This was not sent: a field that people do not see is filled."))
        needed = {Kind.MUNICIPALITY: "municipality", Kind.DECISION: "reference", Kind.MARK: "whom"}
        if said.get("kind") == Kind.APPEAL and not said.get("municipality"):
            needed[Kind.APPEAL] = "reference"
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

    added = words(gettext_lazy("Add something, or answer what you were asked"))
