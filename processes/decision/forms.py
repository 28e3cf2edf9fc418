"""What the decision maker and the lead auditor write. Drafts may be empty; decisions may not."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import told
from processes.decision import kinds
from processes.decision.deadlines import longest
from processes.decision.models import Decision
from processes.decision.policies import askable
from processes.decision.wording import WORDS
from processes.fields import DayField


class VersionedForm(forms.Form):
    """Texts of a decision, and the version they were written over."""

    hide_optional = True
    texts: tuple[str, ...] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, decision: Decision) -> None:
        said = {name: getattr(decision, name) for name in self.texts}
        super().__init__(data, initial={**said, "version": decision.version})
        self.theirs: Decision | None = None

    def draft(self) -> dict[str, Any]:
        """What is written so far."""
        return {name: self.cleaned_data[name] for name in self.texts}

    def saved(self, decision: Decision) -> None:
        """Go on from the version that is saved now."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(decision.version)
        self.data = data

    def meet(self, theirs: Decision) -> None:
        """Somebody else saved first: keep this text, show the other, save over it next time."""
        self.saved(theirs)
        self.theirs = theirs
        self.add_error(
            None, _("The text was changed somewhere else. Read both texts, then save yours.")
        )


DEFER = "defer"


class Choices(forms.RadioSelect):
    """Radio buttons of which some are closed."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A closed choice can be read but not chosen."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class Decided(forms.ChoiceField):
    """A choice with a hint beside each option; see forms/field.html."""

    hints: Mapping[str, str] = {}


class DecisionForm(VersionedForm):
    """Grant, refuse or defer, with reasons; a choice that is closed says why.

    Who defers says what is asked for, of whom and by when; whoever does not is not shown that.
    """

    asked = ("asked_for", "asked_of", "asked_until")
    texts = ("reasons", "dissent", *asked)
    optional = ("dissent",)

    choice = Decided(label=_("Your decision"), required=False, widget=Choices)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("The municipality reads them."),
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    dissent = forms.CharField(
        label=_("Diverging opinion"),
        help_text=_("Kept with the decision; not shown to the municipality."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    asked_for = forms.CharField(
        label=_("What is to be supplied"),
        help_text=_("Leave empty if your reasons say it."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    asked_of = forms.ChoiceField(
        label=_("Who is to supply it"),
        choices=Decision.Asked,
        required=False,
        widget=forms.RadioSelect,
    )
    asked_until = DayField(
        label=_("The last day to supply it"),
        help_text=_("Leave empty for the usual time."),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        decision: Decision,
        refusals: Mapping[str, list[str]],
        today: date,
    ) -> None:
        super().__init__(data, decision=decision)
        self.askable = askable(decision)
        self._bound(today, longest(decision.its_case, today))
        field = cast(Decided, self.fields["choice"])
        field.choices = [
            (kinds.of(name).choice, WORDS[key].choice)
            for name, key in decision.its_case.traits.outcomes.items()
        ]
        cast(Choices, field.widget).closed = frozenset(refusals)
        field.hints = {name: " ".join(why) for name, why in refusals.items()}

    def _bound(self, today: date, last: date) -> None:
        """Let whoever is asked have some days, and the case be decided by its hard date."""
        until, of = cast(DayField, self.fields["asked_until"]), self.fields["asked_of"]
        until.between(today + timedelta(days=1), last)
        cast(forms.ChoiceField, of).choices = told(
            (one, Decision.Asked(one).label) for one in self.askable
        )
        if len(self.askable) == 1:
            of.initial = self.initial["asked_of"] = self.askable[0]

    def clean(self) -> dict[str, Any]:
        """What is asked for when deferring counts, and can be wrong, only for who defers."""
        if self.cleaned_data.get("choice") != DEFER:
            for name in {*self.asked} & {*self.errors}:
                del self.errors[name]
                self.cleaned_data[name] = self.initial[name]
        return self.cleaned_data

    @property
    def for_all(self) -> list[forms.BoundField]:
        """What everybody writes who decides."""
        return [self[name] for name in ("reasons", "dissent")]

    @property
    def for_deferring(self) -> list[forms.BoundField]:
        """What only who defers writes."""
        return [self[name] for name in self.asked]

    @property
    def asks(self) -> bool:
        """Something is asked for already, though the choice may not be made again yet."""
        return bool(self["asked_for"].value() or self["asked_until"].value())

    def draft(self) -> dict[str, Any]:
        """What is written so far; who is asked is the lead where nobody is named."""
        said = super().draft()
        return {**said, "asked_of": said["asked_of"] or self.askable[0]}

    def demand(self) -> bool:
        """Require a choice and its reasons."""
        if not self.cleaned_data["choice"]:
            self.add_error("choice", _("Choose your decision"))
        if not self.cleaned_data["reasons"].strip():
            self.add_error("reasons", _("Write the reasons of the decision"))
        return self.is_valid()


class SupplementForm(VersionedForm):
    """What is added to the basis by whoever was asked."""

    texts = ("supplement",)

    supplement = forms.CharField(
        label=_("Your supplement"), required=False, widget=forms.Textarea({"rows": 8})
    )

    def demand(self) -> bool:
        """Require the text."""
        if not self.cleaned_data["supplement"].strip():
            self.add_error("supplement", _("Write the supplement"))
        return self.is_valid()
