"""The form of a renewal cycle: validity, windows, every limit with its unit, reminders."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.scheme import drafts, lists
from processes.scheme.forms import GuardedForm
from processes.scheme.limits import DAYS, LADDER, LIMITS, MONTHS, QUIET_WEEKS, WORKING_DAYS, amount
from processes.scheme.models import RenewalCycle

UNITS = {WORKING_DAYS: _("working days"), DAYS: _("days"), MONTHS: _("months")}
LONGEST = 400
LAST_WEEK = 53


class CycleForm(GuardedForm):
    """A draft renewal cycle."""

    windows = forms.CharField(
        label=_("Surveillance windows, months after the decision"),
        help_text=_("From and to, as in 9–12, 21–24."),
    )
    ladder_text = forms.CharField(
        label=_("Reminder ladder, days from the deadline"),
        help_text=_("Before the deadline with a minus, as in -14, -7, -1, 1, 7."),
    )
    quiet_text = forms.CharField(
        label=_("Quiet weeks, in which no visit is proposed"),
        help_text=_("From and to, as in 27–32, 51–1."),
        required=False,
    )
    closed_text = forms.CharField(
        label=_("Extra days off"),
        help_text=_("As in 2027-04-30, 2027-05-14."),
        required=False,
    )

    class Meta:
        model = RenewalCycle
        fields = [
            "validity_months",
            "recertification_opens",
            "recertification_visit",
            "recertification_decision",
            "restorable_months",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycle = self.instance
        self.initial = {
            **self.initial,
            "windows": lists.write_pairs(self.before["windows"]),
            "ladder_text": lists.write_list(cycle.ladder or LADDER),
            "quiet_text": lists.write_pairs(
                QUIET_WEEKS if cycle.quiet_weeks is None else cycle.quiet_weeks
            ),
            "closed_text": lists.write_list(cycle.closed_days),
        }
        for limit in LIMITS.values():
            self.fields[f"limit_{limit.key}"] = forms.IntegerField(
                label=_("%(title)s, %(unit)s") % {"title": limit.title, "unit": UNITS[limit.unit]},
                min_value=1,
                max_value=LONGEST,
                initial=amount(cycle, limit.key),
            )

    def snapshot(self) -> dict[str, Any]:
        """The cycle and its windows."""
        return drafts.values_of_cycle(self.instance)

    def clean_windows(self) -> list[list[int]]:
        """Pairs in order, one after the other."""
        pairs = _read(lists.read_pairs, self.cleaned_data["windows"])
        months = [month for pair in pairs for month in pair]
        if not pairs or months != sorted(months) or len({pair[0] for pair in pairs}) < len(pairs):
            raise forms.ValidationError(_("Write the windows in order of time, as in 9–12, 21–24."))
        return pairs

    def clean_ladder_text(self) -> list[int]:
        """Days in order, each once."""
        return sorted(set(_read(lists.read_numbers, self.cleaned_data["ladder_text"])))

    def clean_quiet_text(self) -> list[list[int]]:
        """Weeks that exist, and not the whole year."""
        pairs = _read(lists.read_pairs, self.cleaned_data["quiet_text"])
        if any(not 1 <= week <= LAST_WEEK for pair in pairs for week in pair):
            raise forms.ValidationError(_("A week is a number from 1 to 53."))
        if sum((last - first) % LAST_WEEK + 1 for first, last in pairs) >= LAST_WEEK - 1:
            raise forms.ValidationError(_("Some week of the year must not be quiet."))
        return pairs

    def clean_closed_text(self) -> list[str]:
        """Days that exist."""
        return _read(lists.read_days, self.cleaned_data["closed_text"])

    def clean(self) -> dict[str, Any]:
        """Everything fits within the validity."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        validity = cleaned.get("validity_months")
        for _first, last in cleaned.get("windows") or ():
            if validity and last >= validity:
                self.add_error("windows", _("A surveillance must be done within the validity."))
                break
        turns = ("opens", "visit", "decision")
        months = [validity, *(cleaned.get(f"recertification_{turn}") for turn in turns)]
        known = [month for month in months if month is not None]
        if known != sorted(set(known), reverse=True):
            self.add_error(
                "recertification_opens",
                _("Recertification opens first, then comes the visit, then the decision."),
            )
        self._fill(cleaned)
        return cleaned

    def _fill(self, cleaned: dict[str, Any]) -> None:
        cycle = self.instance
        cycle.limits = {key: cleaned.get(f"limit_{key}") for key in LIMITS}
        cycle.ladder = cleaned.get("ladder_text", cycle.ladder)
        cycle.quiet_weeks = cleaned.get("quiet_text", cycle.quiet_weeks)
        cycle.closed_days = cleaned.get("closed_text", cycle.closed_days)

    def general_fields(self) -> list[forms.BoundField]:
        """Everything but the limits."""
        names = [
            *self.Meta.fields,
            "windows",
            "ladder_text",
            "quiet_text",
            "closed_text",
        ]
        return [self[name] for name in names]

    def limit_fields(self) -> list[tuple[forms.BoundField, Any, int, Any]]:
        """Each limit for the table: field, words, default, unit."""
        return [
            (self[f"limit_{limit.key}"], limit.title, limit.default, UNITS[limit.unit])
            for limit in LIMITS.values()
        ]


def _read(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        words = _("“%(piece)s” cannot be read.") % {"piece": error}
        raise forms.ValidationError(words) from None
