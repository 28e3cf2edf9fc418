"""The form of a renewal cycle: validity, windows, every limit with its unit, reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.scheme import drafts
from processes.scheme.cycles import judgement, lists
from processes.scheme.forms import GuardedForm
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm import bounds
from processes.scheme.rhythm.feasibility import FIRST_WITHIN, judge
from processes.scheme.rhythm.limits import (
    DAYS,
    LADDER,
    LIMITS,
    MONTHS,
    PERCENT,
    QUIET_WEEKS,
    TIMES,
    WORKING_DAYS,
    figure,
)
from processes.scheme.rhythm.planned_items import rhythm_of
from workflow.calendar import SATURDAY
from workflow.calendar.red_days import red_days

UNITS = {
    WORKING_DAYS: _("working days"),
    DAYS: _("days"),
    MONTHS: _("months"),
    TIMES: _("times"),
    PERCENT: _("percent"),
}
LAST_WEEK = 53
CLOSED_YEARS = range(2020, 2100)
DAYS_OF_MONTH = 30


class CycleForm(GuardedForm):
    """A draft renewal cycle."""

    windows = forms.CharField(
        label=_("Months after the decision in which a surveillance is visited"),
        help_text=_("From and to, as in 9–12, 18–21. The first visit comes within 12 months."),
        max_length=200,
    )
    ladder_text = forms.CharField(
        label=_("Reminder ladder, days from the deadline"),
        help_text=_("Before the deadline with a minus, as in -14, -7, -1, 1, 7."),
        max_length=200,
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

    documents_text = forms.CharField(
        label=_("Surveillances made by document, without a visit"),
        help_text=_("By their number, as in 2. Empty if all are visited."),
        required=False,
        max_length=40,
    )

    class Meta:
        model = RenewalCycle
        fields = [
            "validity_months",
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
            "documents_text": lists.write_list(cycle.by_document),
        }
        for limit in LIMITS.values():
            self.fields[f"limit_{limit.key}"] = forms.IntegerField(
                label=_("%(title)s, %(unit)s") % {"title": limit.title, "unit": UNITS[limit.unit]},
                initial=figure(cycle, limit.key),
            )
            bounds.bound(self.fields[f"limit_{limit.key}"], 1, bounds.longest(limit))
        bounds.bind(self, bounds.CYCLE)

    def snapshot(self) -> dict[str, Any]:
        """The cycle and its windows."""
        return drafts.values_of_cycle(self.instance)

    def clean_windows(self) -> list[list[int]]:
        """Pairs in order, one after the other."""
        pairs = _read(lists.read_pairs, self.cleaned_data["windows"])
        months = [month for pair in pairs for month in pair]
        if not pairs or months != sorted(months) or len({pair[0] for pair in pairs}) < len(pairs):
            raise forms.ValidationError(_("Write the windows in order of time, as in 9–12, 18–21."))
        if months[0] < 1:
            raise forms.ValidationError(_("The first month is month 1."))
        if pairs[0][1] > FIRST_WITHIN:
            raise forms.ValidationError(_("The first surveillance is visited within 12 months."))
        return pairs

    def clean_ladder_text(self) -> list[int]:
        """Days in order, each once, some before the deadline and some after it."""
        rungs = sorted(set(_read(lists.read_numbers, self.cleaned_data["ladder_text"])))
        first, last = bounds.LADDER
        if not all(first <= rung <= last for rung in rungs):
            raise forms.ValidationError(_("Remind at most 90 days before or after the deadline."))
        if not rungs or not rungs[0] < 0 < rungs[-1]:
            raise forms.ValidationError(_("Remind at least once before and once after."))
        return rungs

    def clean_quiet_text(self) -> list[list[int]]:
        """Weeks that exist, and not the whole year."""
        pairs = _read(lists.read_pairs, self.cleaned_data["quiet_text"])
        if any(not 1 <= week <= LAST_WEEK for pair in pairs for week in pair):
            raise forms.ValidationError(_("A week is a number from 1 to 53."))
        if sum((last - first) % LAST_WEEK + 1 for first, last in pairs) >= LAST_WEEK - 1:
            raise forms.ValidationError(_("Some week of the year must not be quiet."))
        return pairs

    def clean_closed_text(self) -> list[str]:
        """Days that exist and would otherwise be worked on."""
        days: list[str] = _read(lists.read_days, self.cleaned_data["closed_text"])
        for text in days:
            day = date.fromisoformat(text)
            if day.year not in CLOSED_YEARS:
                raise forms.ValidationError(_("Write days of this century, from 2020 on."))
            if day.weekday() >= SATURDAY or day in red_days(day.year):
                words = _("%(day)s is a day off already.") % {"day": text}
                raise forms.ValidationError(words)
        return days

    def clean_documents_text(self) -> list[int]:
        """Each once, in order."""
        return sorted(set(_read(lists.read_numbers, self.cleaned_data["documents_text"])))

    def clean(self) -> dict[str, Any]:
        """Everything comes in its order within the validity, and can be kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        validity = cleaned.get("validity_months")
        windows = cleaned.get("windows") or []
        if validity and any(last >= validity for _first, last in windows):
            self.add_error("windows", _("A surveillance must be done within the validity."))
        if not set(cleaned.get("documents_text") or []) <= set(range(1, len(windows) + 1)):
            words = _("There are %(number)s surveillances: name only these.")
            self.add_error("documents_text", words % {"number": len(windows)})
        for later, earlier, words in IN_ORDER:
            smaller, greater = _in_days(cleaned, earlier), _in_days(cleaned, later)
            if smaller is not None and greater is not None and smaller >= greater:
                self.add_error(earlier, words)
        self._fill(cleaned)
        if not self.errors:
            self._judge(windows)
        return cleaned

    def _judge(self, windows: list[list[int]]) -> None:
        """What nobody could keep is not saved; what would do is told."""
        pairs = tuple((first, last) for first, last in windows)
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for name, value in values.items():
            setattr(self.instance, name, value)
        verdict = judge(replace(rhythm_of(self.instance), windows=pairs))
        for sentence in judgement.told(verdict):
            self.add_error("windows", sentence)

    def _fill(self, cleaned: dict[str, Any]) -> None:
        cycle = self.instance
        cycle.limits = {key: cleaned.get(f"limit_{key}") for key in LIMITS}
        cycle.ladder = cleaned.get("ladder_text", cycle.ladder)
        cycle.quiet_weeks = cleaned.get("quiet_text", cycle.quiet_weeks)
        cycle.closed_days = cleaned.get("closed_text", cycle.closed_days)
        cycle.by_document = cleaned.get("documents_text", cycle.by_document)

    def general_fields(self) -> list[forms.BoundField]:
        """Everything but the limits."""
        names = [
            *self.Meta.fields,
            "windows",
            "ladder_text",
            "quiet_text",
            "closed_text",
            "documents_text",
        ]
        return [self[name] for name in names]

    def limit_fields(self) -> list[tuple[forms.BoundField, Any, int, Any]]:
        """Each limit for the table: field, words, default, unit."""
        return [
            (self[f"limit_{limit.key}"], limit.title, limit.default, UNITS[limit.unit])
            for limit in LIMITS.values()
        ]


IN_ORDER = (
    ("validity_months", "recertification_visit", _("The visit comes within the validity.")),
    (
        "recertification_visit",
        "recertification_decision",
        _("First comes the visit, then the decision."),
    ),
    ("limit_warn_major", "limit_verify_major", _("The target comes before the warning.")),
    ("limit_major_hard_limit", "limit_warn_major", _("The warning comes before the new visit.")),
    ("limit_plan_before_visit", "limit_agree_plan", _("The plan is answered before the visit.")),
)
"""The greater figure, the smaller, and what is said at the smaller one where they are not."""


def _in_days(cleaned: dict[str, Any], name: str) -> int | None:
    """A figure in days or, of two months fields, in months: enough to compare a pair."""
    value: int | None = cleaned.get(name)
    limit = LIMITS.get(name.removeprefix("limit_"))
    return value * DAYS_OF_MONTH if value and limit and limit.unit == MONTHS else value


def _read(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        words = _("“%(piece)s” cannot be read.") % {"piece": error}
        raise forms.ValidationError(words) from None
