"""What is said of a change: by the municipality, and by the officer who reviews it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area, told
from processes.changing.actions import Change
from processes.changing.models import ChangeNotice
from processes.fields import DayField
from processes.scheme.models import Criterion
from workflow.language import in_language

HARMLESS, EXAMINE, TAKE_UP = "harmless", "examine", "take_up"
OUTCOMES = {
    HARMLESS: _("No effect on the certificate"),
    EXAMINE: _("A special audit looks at it"),
    TAKE_UP: _("Propose the scope that is asked for: documents are enough"),
}


class ReportForm(forms.Form):
    """What changes, and from when."""

    kind = forms.ChoiceField(label=_("What changes"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Describe the change"),
        help_text=_("What is different, why, and what it means for the service."),
        widget=text_area(8),
        max_length=20000,
    )
    from_date = DayField(label=_("From when"))
    scope = forms.CharField(
        label=_("Only if the scope is to hold for more: what it is to be"),
        required=False,
        widget=text_area(6),
        max_length=20000,
    )

    def __init__(self, data: Any, *, scope: str) -> None:
        super().__init__(data, initial={"scope": scope})
        self.now = scope
        cast(forms.ChoiceField, self.fields["kind"]).choices = told(ChangeNotice.Kind.choices)

    def clean(self) -> dict[str, Any]:
        """Who asks for more says for what."""
        said: dict[str, Any] = super().clean() or {}
        wanted = said.get("scope", "").replace("\r\n", "\n").strip()
        if said.get("kind") == ChangeNotice.Kind.SCOPE and wanted in ("", self.now):
            self.add_error("scope", _("Write what the scope is to be."))
        return said | {"scope": wanted}

    @property
    def change(self) -> Change:
        """What was sent, as the action wants it."""
        said = self.cleaned_data
        return Change(said["kind"], said["text"].strip(), said["from_date"], said["scope"])


class ReviewForm(forms.Form):
    """What follows of a change, and why."""

    outcome = forms.ChoiceField(label=_("What follows"), widget=forms.RadioSelect)
    codes = forms.MultipleChoiceField(
        label=_("Of a special audit: criteria to look at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("Answer to the municipality, with reasons"),
        widget=text_area(5),
        max_length=20000,
    )

    def __init__(self, data: Any, *, notice: ChangeNotice, criteria: Iterable[Criterion]) -> None:
        super().__init__(data)
        outcome, codes = (cast(Any, self.fields[name]) for name in ("outcome", "codes"))
        open_ = (one for one in OUTCOMES.items() if one[0] != TAKE_UP or notice.scope)
        outcome.choices = told(open_)
        codes.choices = [(one.code, f"{one.code} {in_language(one, 'title')}") for one in criteria]

    def clean(self) -> dict[str, Any]:
        """An audit looks at something."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") == EXAMINE and not said.get("codes"):
            self.add_error("codes", _("Choose at least one criterion."))
        return said
