"""How fast a person wants their messages, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Preference
from notifications.rules import CHOOSABLE, OPTIONAL, RULES, Kind

Pace = Preference.Pace
AS_USUAL = ("", _("As usual"))
ALWAYS_AT_ONCE = frozenset(
    kind for kind in CHOOSABLE if all(rule.at_once for rule in RULES if rule.kind == kind)
)
"""Kinds whose pace is not for the reader to choose."""


class PreferenceForm(forms.Form):
    """One question on what is usual, and one per kind of message."""

    hide_optional = True
    pace = forms.ChoiceField(
        label=_("When do you usually want your mails?"),
        choices=[(Pace.AT_ONCE, Pace.AT_ONCE.label), (Pace.DAILY, Pace.DAILY.label)],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, preference: Preference) -> None:
        self.preference = preference
        initial = {"pace": preference.pace, **preference.exceptions}
        super().__init__(data, initial=initial)
        for kind in CHOOSABLE:
            if kind not in ALWAYS_AT_ONCE:
                self.fields[kind.value] = _field(kind)

    def save(self) -> None:
        """Store what differs from the usual."""
        wishes = dict(self.cleaned_data)
        self.preference.pace = wishes.pop("pace")
        self.preference.exceptions = {kind: pace for kind, pace in wishes.items() if pace}
        self.preference.save()


def _field(kind: Kind) -> forms.ChoiceField:
    paces = [Pace.AT_ONCE, Pace.DAILY, *([Pace.OFF] if kind in OPTIONAL else [])]
    choices = [AS_USUAL, *((pace.value, pace.label) for pace in paces)]
    return forms.ChoiceField(label=kind.label, choices=choices, required=False)


def preference_of(person: Any) -> Preference:
    """A person's preference, unsaved if they never chose."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)
