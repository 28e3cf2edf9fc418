"""What is told of a certificate of another body, its papers, and what a reviewer found."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.forms import text_area, told
from processes.evidence.forms import EvidenceForm
from processes.fields import DayField
from processes.transfer.actions import WRITTEN, Judgement
from processes.transfer.models import Transfer, TransferPaper
from processes.transfer.policies import is_in_order

MISSING = {
    "body_name": gettext_lazy("which body issued the certificate"),
    "accreditation": gettext_lazy("the accreditation of that body"),
    "certificate_number": gettext_lazy("the number of the certificate"),
    "scope": gettext_lazy("its scope"),
    "first_date": gettext_lazy("its first day"),
    "last_date": gettext_lazy("its last day"),
    "last_audit_date": gettext_lazy("the day of its last audit"),
    "surveillances": gettext_lazy("how many surveillances were held"),
    "findings": gettext_lazy("its open findings"),
    "complaints": gettext_lazy("complaints about the service"),
    "certificate": gettext_lazy("the certificate itself, as a file or link"),
    "report": gettext_lazy("its last audit report, as a file or link"),
}


class TransferForm(forms.ModelForm[Transfer]):
    """What the municipality tells; a draft may leave everything empty."""

    first_date = DayField(
        label=gettext_lazy("First day of the certificate"),
        help_text=gettext_lazy("Of the time that it runs now, since the last renewal."),
        required=False,
    )
    last_date = DayField(label=gettext_lazy("Last day of the certificate"), required=False)
    last_audit_date = DayField(label=gettext_lazy("Day of the last audit"), required=False)
    ceased_date = DayField(
        label=gettext_lazy("Only if the body has ceased or lost its accreditation: since when"),
        required=False,
    )
    hide_optional = True

    class Meta:
        model = Transfer
        fields = (
            *("body_name", "accreditation", "certificate_number", "scope", "first_date"),
            *("last_date", "last_audit_date", "surveillances", "findings", "complaints"),
            "ceased_date",
        )
        labels = {
            "body_name": gettext_lazy("Which certification body issued it?"),
            "accreditation": gettext_lazy("By whom is that body accredited, under which number?"),
            "certificate_number": gettext_lazy("Number of the certificate"),
            "scope": gettext_lazy("Scope of the certificate"),
            "surveillances": gettext_lazy("How many surveillances were held since its first day?"),
            "findings": gettext_lazy("Open findings, and what you do about them"),
            "complaints": gettext_lazy("Complaints about the service, and how they were handled"),
        }
        help_texts = {
            "scope": gettext_lazy("As it stands on the certificate."),
            "findings": gettext_lazy("Write “none” if there are none."),
            "complaints": gettext_lazy("Write “none” if there are none."),
        }
        widgets = {
            "scope": text_area(5),
            "findings": text_area(5),
            "complaints": text_area(4),
        }

    def clean(self) -> dict[str, Any]:
        """The days come one after the other."""
        said: dict[str, Any] = super().clean() or {}
        days = {name: said.get(name) for name in ("first_date", "last_date", "last_audit_date")}
        if not is_in_order(Transfer(**days)):
            words = _("The last day comes after the first, and the last audit before the last day.")
            self.add_error("last_date", words)
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What can be kept, also where another answer has an error."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in WRITTEN if name in self.cleaned_data}


class PaperForm(EvidenceForm):
    """A file or link, and what it is."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), widget=forms.RadioSelect)
    field_order = ("kind", "title", "file", "link")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        cast(forms.ChoiceField, self.fields["kind"]).choices = told(TransferPaper.Kind.choices)


def _whether(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        coerce=lambda said: said == "yes",
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=99)


class JudgeForm(forms.Form):
    """What the reviewer found, question by question."""

    is_in_force = _whether(
        gettext_lazy("Is the certificate in force, and not suspended?"),
        gettext_lazy("Ask the body that issued it, or look in its register."),
    )
    is_accredited = _whether(gettext_lazy("Is the accreditation of that body shown?"))
    is_read = _whether(gettext_lazy("Have you read the last report and the complaints?"))
    open_majors = _number(gettext_lazy("Major nonconformities that are not verified"))
    open_minors = _number(gettext_lazy("Minor nonconformities that are open"))
    minors_without_plan = _number(gettext_lazy("Of them without an accepted plan"))
    done = _number(gettext_lazy("Surveillances that were held"))
    justification = forms.CharField(
        label=gettext_lazy("Why the earlier results are relied on, or are not"),
        help_text=gettext_lazy("It is kept with the decision."),
        widget=text_area(5),
        max_length=20000,
    )
    follow_up = forms.CharField(
        label=gettext_lazy("What the next audit looks at"),
        help_text=gettext_lazy("Open minors, and what the reports point to."),
        required=False,
        widget=text_area(4),
        max_length=20000,
    )

    @classmethod
    def of(cls, transfer: Transfer) -> dict[str, Any]:
        """What was found before, where it is reviewed again; else what the municipality told."""
        if transfer.reviewed_at is None:
            return {"done": transfer.surveillances, "follow_up": ""}
        said = {name: getattr(transfer, name) for name in cls.base_fields}
        yes = ("is_in_force", "is_accredited", "is_read")
        return {**said, **{name: "yes" if said[name] else "no" for name in yes}}

    @property
    def judgement(self) -> Judgement:
        """What was sent, as the action wants it."""
        return Judgement(**self.cleaned_data)
