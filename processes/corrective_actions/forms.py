"""What people write about nonconformities. Drafts may be empty; finished texts may not."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from processes.case.reader import Reader
from processes.corrective_actions.actions import Draft, Judgement, shareable
from processes.corrective_actions.models import Response
from processes.evidence import actions as evidence
from processes.organisations.models import Person
from workflow.language import Text

TEXTS = ("correction", "cause", "action")


def text(label: Text, hint: Text = "") -> forms.CharField:
    """A field for some sentences, which a draft may leave empty."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea({"rows": 4})
    )


def _code_of(response: Response) -> str:
    return str(response.finding.criterion.code)


class AnswerForm(forms.Form):
    """Correction, cause and corrective action of one nonconformity, kept apart."""

    hide_optional = True
    optional = ("responsible", "evidence", "shares")

    correction = text(_("Correction"), _("What have you put right at once?"))
    cause = text(_("Cause"), _("Why did it happen? Look for the cause in the way of working."))
    action = text(
        _("Corrective action"), _("What do you change so that it does not happen again, and when?")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, response: Response, reader: Reader) -> None:
        super().__init__(data, prefix=f"r{response.pk}", initial=_initial(response))
        self.response = response
        self.theirs: Response | None = None
        here = response.case.organisation.memberships.on(reader.today).values("person")
        self.fields["responsible"] = forms.ModelChoiceField(
            Person.objects.filter(pk__in=here).order_by("name_order"),
            label=_("Responsible colleague"),
            empty_label=_("Nobody chosen"),
            required=False,
        )
        others = shareable(response).select_related("finding__criterion")
        if others:
            shares: Any = forms.ModelChoiceField(
                others,
                label=_("Corrective action of another nonconformity"),
                help_text=_("Only if the same action answers this one too."),
                empty_label=_("None: it has its own"),
                required=False,
            )
            shares.label_from_instance = _code_of
            self.fields["shares"] = shares
        kept = evidence.visible_to(response.case, reader)
        if kept.exists():
            self.fields["evidence"] = forms.ModelMultipleChoiceField(
                kept,
                label=_("Evidence"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def draft(self) -> Draft:
        """What the form says, complete or not."""
        said = self.cleaned_data
        return Draft(
            correction=said["correction"],
            cause=said["cause"],
            action=said["action"],
            responsible=said["responsible"],
            evidence=tuple(said.get("evidence", self.response.evidence.all())),
            version=said["version"],
            shares=said.get("shares"),
        )

    def demand(self) -> bool:
        """Require the three texts, as an answer that is ready must have them."""
        shared = self.cleaned_data.get("shares") is not None
        for name in [one for one in TEXTS if not (shared and one == "action")]:
            if not self.cleaned_data.get(name, "").strip():
                label = self.fields[name].label
                self.add_error(name, _("Fill in “%(label)s”") % {"label": label})
        return self.is_valid()

    def saved(self, response: Response) -> None:
        """Go on from the version that is saved now."""
        self.response = response
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(response.version)
        self.data = data

    def meet(self, theirs: Response) -> None:
        """Somebody else saved first: keep this text, show the other, save over it next time."""
        self.saved(theirs)
        self.theirs = theirs
        self.add_error(
            None,
            _("%(code)s was changed somewhere else. Read both texts, then save yours.")
            % {"code": theirs.finding.criterion.code},
        )


def _initial(response: Response) -> dict[str, Any]:
    return {
        **{name: getattr(response, name) for name in TEXTS},
        "responsible": response.responsible_id,
        "shares": response.shares_id,
        "evidence": list(response.evidence.values_list("pk", flat=True)),
        "version": response.version,
    }


class JudgementForm(forms.Form):
    """The lead auditor accepts an answer or says what is missing."""

    hide_optional = True
    needs_words = ("ask_more",)
    says_needed = True

    verdict = forms.ChoiceField(
        label=_("Your assessment"),
        choices=[
            ("accept", _("Accept: correction, cause and action are good enough")),
            ("ask_more", _("Ask for more")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    needed = forms.ChoiceField(
        label=_("What will verify that the action works?"),
        help_text=_("If you accept. Say below what an extra audit looks at."),
        choices=Response.Needed.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    words = text(_("To the municipality"), _("Say what is missing if you ask for more."))

    def __init__(self, data: QueryDict | None, *, response: Response, kept: dict[str, Any]) -> None:
        self.key = f"r{response.pk}"
        super().__init__(data, prefix=self.key, initial=kept.get(self.key, {}))
        self.response = response
        if response.finding.grade != "major" or not self.says_needed:
            del self.fields["needed"]

    def so_far(self) -> dict[str, Any]:
        """What is written, judged or not."""
        return dict(self.cleaned_data)

    def demand(self, *, verdict: bool = True) -> bool:
        """Require a verdict, and the words it needs."""
        chosen = self.cleaned_data.get("verdict", "")
        if verdict and not chosen:
            self.add_error("verdict", _("Choose your assessment of %(code)s") % self._code())
        self._demand_needed(chosen)
        if chosen in self.needs_words and not self.cleaned_data.get("words", "").strip():
            self.add_error("words", _("Say what is missing in %(code)s") % self._code())
        return self.is_valid()

    def _demand_needed(self, chosen: str) -> None:
        """Of an accepted major: what verifies it, and what an extra audit looks at."""
        if chosen != "accept" or "needed" not in self.fields:
            return
        needed = self.cleaned_data.get("needed", "")
        if not needed:
            self.add_error("needed", _("Choose what will verify %(code)s") % self._code())
        elif needed != "documents" and not self.cleaned_data.get("words", "").strip():
            self.add_error(
                "words", _("Say what the extra audit of %(code)s looks at") % self._code()
            )

    def judgement(self) -> Judgement | None:
        """The finished judgement; None while none is chosen."""
        chosen = self.cleaned_data["verdict"]
        if not chosen:
            return None
        needed = self.cleaned_data.get("needed", "")
        return Judgement(self.response, chosen, self._text(chosen), needed)

    def _text(self, chosen: str) -> str:
        words: str = self.cleaned_data["words"].strip()
        return words

    def _code(self) -> dict[str, str]:
        return {"code": self.response.finding.criterion.code}


class VerificationForm(JudgementForm):
    """The lead auditor says whether an action works, and how that was seen."""

    needs_words = ("find_ineffective",)

    verdict = forms.ChoiceField(
        label=_("Does the action work?"),
        choices=[
            ("verify", _("It works")),
            ("find_ineffective", _("It does not work: send it back")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    says_needed = False
    verification = text(
        _("How was the effect verified?"),
        _("By documents, by a limited visit or by a full extra audit; what was seen."),
    )
    words = text(_("To the municipality"), _("Say what does not work if you send it back."))

    field_order = ("verification", "verdict", "words")

    def demand(self, *, verdict: bool = True) -> bool:
        """Require also the method of verification when the action is said to work."""
        chosen = self.cleaned_data.get("verdict", "")
        if chosen == "verify" and not self.cleaned_data.get("verification", "").strip():
            self.add_error(
                "verification", _("Say how the effect of %(code)s was verified") % self._code()
            )
        return super().demand(verdict=verdict)

    def _text(self, chosen: str) -> str:
        name = "verification" if chosen == "verify" else "words"
        words: str = self.cleaned_data[name].strip()
        return words
