"""What is written about a certificate in force: the proposal, the answer, the decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area, told
from processes.case.models import Case
from processes.decision.forms import Choices, Decided, VersionedForm
from processes.decision.models import Decision
from processes.decision.wording import WORDS
from processes.organisations.models import Person
from processes.sanctions.actions import Draft
from processes.sanctions.beside.refusing import refusable
from processes.sanctions.grounds import ASKED, REVISING, Kind, fitting
from processes.standing.models import Certificate
from processes.standing.status import Status

AS_PROPOSED, OTHERWISE = "as_proposed", "otherwise"
PREPARE, DROP = "prepare", "drop"


@dataclass(frozen=True)
class About:
    """What is proposed: the kind, about which certificate, of which status now."""

    kind: str
    certificate: Certificate
    status: str


EXTRA: dict[str, tuple[str, ...]] = {
    Kind.SUSPEND: ("named", "conditions", "refuses", "urgent"),
    Kind.WITHDRAW: ("refuses",),
    Kind.CORRECT: ("scope", "issued_to"),
    Kind.REDUCE: ("scope", "ends_suspension"),
    Kind.EXTEND: ("scope",),
}
"""What is asked beside ground and facts, by kind."""


def said_by(certificate: Certificate) -> dict[str, str]:
    """What the certificate says now: what is to be said otherwise is written over it."""
    return {"scope": certificate.scope, "issued_to": certificate.issued_to}


def _keep(form: forms.Form, *names: str) -> None:
    for name in [one for one in form.fields if one not in ("ground", "facts", *names)]:
        del form.fields[name]


def _wording(about: About, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the certificate is to say, where it is to say something else."""
    if about.kind not in REVISING:
        return {}
    now = said_by(about.certificate)
    return {name: said.get(name, now[name]).replace("\r\n", "\n").strip() for name in now}


class ProposalForm(forms.Form):
    """A proposal of a kind: the ground, the facts, and what its holder needs to know."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("Facts"),
        help_text=_("What has happened, and what shows it. The municipality reads this."),
        widget=text_area(8),
        max_length=20000,
    )
    named = forms.ModelChoiceField(
        label=_("Whom the holder can turn to"),
        help_text=_("Checks whether the conditions are met."),
        queryset=Person.objects.none(),
    )
    conditions = forms.CharField(
        label=_("What ends the suspension"),
        help_text=_("What the holder must do and show."),
        widget=text_area(5),
        max_length=20000,
    )
    scope = forms.CharField(
        label=_("What the scope is to be"), widget=text_area(6), max_length=20000
    )
    issued_to = forms.CharField(label=_("To whom the certificate is issued"), max_length=120)
    ends_suspension = forms.BooleanField(
        label=_("What is taken out was all that the certificate is suspended for"),
        help_text=_("Then it is valid again with the decision."),
        required=False,
    )
    refuses = forms.BooleanField(
        help_text=_("Then one hearing and one page are for both, and both are decided at once."),
        required=False,
    )
    urgent = forms.CharField(
        label=_("Only if it cannot wait for an answer: why"),
        help_text=_("Then it is decided at once, and the holder answers afterwards."),
        required=False,
        widget=text_area(3),
        max_length=4000,
    )

    refusable: Case | None = None

    def __init__(self, data: Any, *, about: About, staff: Iterable[int], **more: Any) -> None:
        initial = said_by(about.certificate) | more.pop("initial", {})
        super().__init__(data, initial=initial, **more)
        self.about, kind, status = about, about.kind, about.status
        ground, grounds = cast(forms.ChoiceField, self.fields["ground"]), fitting(kind, status)
        ground.choices = told((one.value, one.label) for one in grounds)
        if len(grounds) == 1:
            ground.initial = grounds[0]
        named: Any = self.fields["named"]
        named.queryset = Person.objects.filter(pk__in=list(staff)).order_by("name_order")
        if kind == Kind.RESTORE:
            self.fields["facts"].help_text = _("How each condition is met, and what shows it.")
        _keep(self, *EXTRA.get(kind, ()))
        if status != Status.SUSPENDED:
            self.fields.pop("ends_suspension", None)
        self._ask_refusal()

    def _ask_refusal(self) -> None:
        """Offer to refuse the surveillance in the same act, where one waits that can be."""
        if "refuses" not in self.fields:
            return
        self.refusable = refusable(self.about.certificate.certification_id)
        if self.refusable is None:
            del self.fields["refuses"]
            return
        words = _("Refuse the surveillance %(case)s in the same decision")
        self.fields["refuses"].label = words % {"case": self.refusable.number}

    @property
    def draft(self) -> Draft:
        """What was sent, as the action wants it."""
        said = self.cleaned_data
        return Draft(
            kind=self.about.kind,
            ground=said["ground"],
            facts=said["facts"].strip(),
            named=said.get("named"),
            conditions=said.get("conditions", "").strip(),
            urgent=said.get("urgent", "").strip(),
            ends_suspension=said.get("ends_suspension", False),
            refuses=self.refusable if said.get("refuses") else None,
            **_wording(self.about, said),
        )


class AskForm(forms.Form):
    """What the holder asks for, and why."""

    facts = forms.CharField(
        label=_("What you ask for, and why"), widget=text_area(8), max_length=20000
    )

    scope = forms.CharField(
        label=_("What the scope is to be"), widget=text_area(6), max_length=20000
    )
    issued_to = forms.CharField(label=_("To whom the certificate is issued"), max_length=120)

    def __init__(self, data: Any, *, about: About) -> None:
        super().__init__(data, initial=said_by(about.certificate))
        self.about = about
        _keep(self, *EXTRA.get(about.kind, ()))
        if about.kind == Kind.RESTORE:
            self.fields["facts"].label = _("How each condition is met, and what shows it")

    @property
    def draft(self) -> Draft:
        """What was sent, as the action wants it."""
        said, kind = self.cleaned_data, Kind(self.about.kind)
        return Draft(kind, ASKED[kind], said["facts"].strip(), **_wording(self.about, said))


class DropForm(forms.Form):
    """Why a proposal is not taken further."""

    reasons = forms.CharField(
        label=_("Why it is not taken further"), widget=text_area(3), max_length=4000
    )


class AnswerForm(forms.Form):
    """What the holder thinks of a proposal."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It joins what the decision rests on. Leave empty to say nothing."),
        required=False,
        widget=text_area(8),
        max_length=20000,
    )


class SpeakForm(AnswerForm):
    """What the signatory says of their own."""

    text = forms.CharField(
        label=_("Your answer as signatory"),
        help_text=_("It joins what the decision rests on."),
        widget=text_area(8),
        max_length=20000,
    )


class RoomForm(VersionedForm):
    """Decide as was proposed or otherwise, with reasons; what is closed says why."""

    texts = ("reasons", "dissent")
    optional = ("dissent",)

    choice = Decided(label=_("Your decision"), required=False, widget=Choices)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("The municipality reads them."),
        required=False,
        widget=text_area(6),
    )
    dissent = forms.CharField(
        label=_("Diverging opinion"),
        help_text=_("Kept with the decision; not shown to the municipality."),
        required=False,
        widget=text_area(3),
    )

    def __init__(
        self, data: Any, *, decision: Decision, otherwise: str, refusals: Mapping[str, list[str]]
    ) -> None:
        super().__init__(data, decision=decision)
        field = cast(Decided, self.fields["choice"])
        field.choices = [
            (AS_PROPOSED, WORDS[decision.kind].choice),
            (OTHERWISE, WORDS[otherwise].choice),
        ]
        cast(Choices, field.widget).closed = frozenset(refusals)
        field.hints = {name: " ".join(why) for name, why in refusals.items()}

    def demand(self) -> bool:
        """Require a choice and its reasons."""
        if not self.cleaned_data["choice"]:
            self.add_error("choice", _("Choose your decision"))
        if not self.cleaned_data["reasons"].strip():
            self.add_error("reasons", _("Write the reasons of the decision"))
        return self.is_valid()
