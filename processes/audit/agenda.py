"""What the audit of a kind of case always looks at, and what is known of it before.

Obligations 60 and 66. Later stages say what they know of a topic by ``tells``; nobody calls ahead.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.forms import text_area
from processes.audit.models import Audit
from processes.case.criteria import failed_in, last_audited
from processes.case.models import Case
from processes.fields import DayField
from workflow.language import Text

TOPICS: dict[str, Text] = {
    "cycle": gettext_lazy("how the whole cycle went: reports, findings, complaints"),
    "internal": gettext_lazy("internal audit and review by the management"),
    "earlier": gettext_lazy("what was done about earlier nonconformities"),
    "complaints": gettext_lazy("how complaints are handled"),
    "effectiveness": gettext_lazy("whether the service reaches its objectives"),
    "improvement": gettext_lazy("what was planned to become better"),
    "control": gettext_lazy("how the daily work is kept under control"),
    "changes": gettext_lazy("changes since the last audit"),
    "mark": gettext_lazy("how the mark and the certificate are used"),
    "public": gettext_lazy("what the municipality says of its service in public"),
}

Teller = Callable[[Case], Iterable[str]]
_tellers: dict[str, list[Teller]] = {}


def tells(topic: str, teller: Teller) -> None:
    """Let a stage say what is known of a topic, a sentence each. Called when the app is ready."""
    known = _tellers.setdefault(topic, [])
    if teller not in known:
        known.append(teller)


class Topic(NamedTuple):
    """One thing to look at, and what is known of it."""

    key: str
    words: Text
    known: list[str]


def topics_of(case: Case) -> list[Topic]:
    """What the audit of a case always looks at, in order."""
    keys = case.traits.agenda
    return [
        Topic(key, TOPICS[key], [one for teller in _tellers.get(key, ()) for one in teller(case)])
        for key in keys
    ]


class AgendaForm(forms.ModelForm[Audit]):
    """Ticks what was looked at, and says what was seen; nothing where the kind has no agenda."""

    hide_optional = True

    covered = forms.MultipleChoiceField(
        label=gettext_lazy("Looked at"), widget=forms.CheckboxSelectMultiple, required=False
    )
    seen = forms.CharField(
        label=gettext_lazy("What the team saw of it"),
        help_text=gettext_lazy("A line for each. The report says it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20000,
        required=False,
    )

    class Meta:
        model = Audit
        fields = ("conclusion",)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        keys = self.instance.case.traits.agenda
        if not keys:
            del self.fields["covered"], self.fields["seen"]
            return
        field: Any = self.fields["covered"]
        field.choices = [(key, TOPICS[key]) for key in keys]
        field.required = self.fields["seen"].required = True
        said = self.instance.covered
        self.initial["covered"], self.initial["seen"] = said.get("topics", []), said.get("seen", "")

    def clean(self) -> dict[str, Any]:
        """What was said is on its way to the audit, in the order of the agenda."""
        data = super().clean() or {}
        if "covered" in self.fields:
            topics, seen = data.get("covered", []), data.get("seen", "")
            self.instance.covered = covering(self.instance.case, topics, seen)
        return data


class ExaminationForm(AgendaForm):
    """The end of an examination: what the team agreed on."""

    conclusion = forms.CharField(label=gettext_lazy("Conclusion of the team"), widget=text_area(6))

    class Meta:
        model = Audit
        fields = ("conclusion",)


class ConclusionForm(AgendaForm):
    """The end of the visit: what the team agreed on, and the day it was told.

    Obligation 35, in part.
    """

    conclusion = forms.CharField(label=gettext_lazy("Conclusion of the team"), widget=text_area(6))
    day = DayField(label=gettext_lazy("Day of the closing meeting"))

    class Meta:
        model = Audit
        fields = ("conclusion",)

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.today = today
        self.initial["day"] = min(self.instance.visit_end_date or today, today)

    def clean_day(self) -> date:
        """The meeting is held, and not before the visit began."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("The closing meeting must have been held."))
        if self.instance.visit_date and day < self.instance.visit_date:
            raise forms.ValidationError(_("The closing meeting is not before the visit."))
        return day


def covering(case: Case, topics: Iterable[str], seen: str) -> dict[str, Any]:
    """What an audit keeps of its agenda."""
    looked_at = set(topics)
    return {"topics": [key for key in case.traits.agenda if key in looked_at], "seen": seen}


def _earlier(case: Case) -> Iterator[str]:
    latest = last_audited(case.certification_id, case.pk).first()
    codes = sorted(failed_in(latest)) if latest else []
    if codes:
        yield _("Not conform at the last audit: %(codes)s.") % {"codes": ", ".join(codes)}


def _cycle(case: Case) -> Iterator[str]:
    grade = "audit__findings__grade"
    before = Case.objects.filter(certification=case.certification_id, pk__lt=case.pk)
    audited = before.filter(audit__state="visited").annotate(
        majors=Count("pk", filter=Q(**{grade: "major"})),
        minors=Count("pk", filter=Q(**{grade: "minor"})),
    )
    words = _("%(number)s, %(kind)s: %(majors)d major, %(minors)d minor. %(outcome)s.")
    for one in audited.order_by("pk"):
        said = {"number": one.number, "kind": one.get_kind_display(), "outcome": one.outcome}
        yield words % {**said, "majors": one.majors, "minors": one.minors}


tells("earlier", _earlier)
tells("cycle", _cycle)
