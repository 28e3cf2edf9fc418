"""What people write about the days of a visit."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit import deadlines
from processes.audit.forms import text_area, told
from processes.audit.models import Audit
from processes.audit.reviewing import latest
from processes.fields import EARLIEST, DayField
from workflow.language import day_in_words


class DaysForm(forms.ModelForm[Audit]):
    """The days of a visit: in good time, not too many, and usual ones unless somebody says why."""

    hide_optional = True

    visit_date = DayField(label=gettext_lazy("First day of the visit"))
    visit_end_date = DayField(label=gettext_lazy("Last day of the visit"), required=False)

    class Meta:
        model = Audit
        fields: tuple[str, ...] = ("visit_date", "visit_end_date", "plan_reason")
        widgets: dict[str, Any] = {"plan_reason": text_area(2)}
        labels: dict[str, Any] = {"plan_reason": gettext_lazy("Why these days")}
        help_texts: dict[str, Any] = {
            "plan_reason": gettext_lazy(
                "Only for a day off, a quiet week or a day later than the visit should be made."
            )
        }

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        case = self.instance.case
        self.notice = deadlines.notice_of_visit(case, today)
        for name in ("visit_date", "visit_end_date"):
            field: Any = self.fields[name]
            field.between(EARLIEST, deadlines.last_of_all_visits(case, today))
            field.widget.attrs["min"] = self.notice.date.isoformat()
        self.fields["visit_end_date"].help_text = _("Leave empty if the visit takes one day.")
        if self.instance.visit_end_date == self.instance.visit_date:
            # Left empty it follows the first day, also when that day is changed.
            self.initial["visit_end_date"] = None

    def _judge_review(self, day: date) -> None:
        """The visit leaves time to mend what the review found, and is not long after it.

        Obligation 27. Raises ValidationError.
        """
        review = latest(self.instance)
        if review is None:
            return
        if review.not_before_date and day < review.not_before_date:
            words = _("The review of the documents lets the visit begin on %(day)s: not earlier.")
            said = {"day": day_in_words(review.not_before_date)}
            raise forms.ValidationError(words, params=said, code="before_review")
        last = deadlines.review_holds(review).date
        if day > last:
            words = _("The review of the documents serves a visit until %(day)s. Review again.")
            raise forms.ValidationError(words, params={"day": day_in_words(last)}, code="review")

    def clean_visit_date(self) -> date:
        """The visit begins no earlier than the notice allows."""
        day: date = self.cleaned_data["visit_date"]
        self._judge_review(day)
        if day < self.notice.date and self.instance.case.concealed:
            raise forms.ValidationError(_("The visit cannot begin before today."), code="notice")
        if day < self.notice.date:
            words = _(
                "The visit can begin on %(day)s at the earliest: "
                "the plan is sent %(number)s working days before."
            )
            earliest = {
                "day": day_in_words(self.notice.date),
                "number": self.notice.explanation.amount,
            }
            raise forms.ValidationError(words, params=earliest, code="notice")
        return day

    def clean(self) -> dict[str, Any]:
        """The last day follows the first, and what is unusual has its reason."""
        data = super().clean() or {}
        first = data.get("visit_date")
        if "visit_end_date" in data and first is not None:
            data["visit_end_date"] = last = data["visit_end_date"] or first
            self._judge(first, last)
        return data

    def _judge(self, first: date, last: date) -> None:
        case = self.instance.case
        if last < first:
            self.add_error("visit_end_date", _("The last day cannot come before the first day."))
        elif deadlines.is_too_long(case, first, last):
            words = _("A visit takes at most %(number)s working days.")
            self.add_error("visit_end_date", words % {"number": deadlines.LONGEST_VISIT})
        elif not (self.cleaned_data.get("plan_reason") or "").strip():
            for oddity in deadlines.unusual(case, first, last):
                self.add_error("plan_reason", oddity)


class MoveForm(DaysForm):
    """Another day for a visit that is agreed, and why."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        reason = self.fields["plan_reason"]
        reason.label, reason.required = _("Why another day"), True
        reason.help_text = _("The other side reads this.")
        self.initial["plan_reason"] = ""


class PlanForm(DaysForm):
    """The plan of the visit, complete and in good time (obligation 22, in part)."""

    class Meta(DaysForm.Meta):
        fields = (*DaysForm.Meta.fields, "method", "objectives", "agenda")
        widgets = {
            **DaysForm.Meta.widgets,
            "method": forms.RadioSelect,
            "objectives": text_area(4),
            "agenda": text_area(10),
        }
        labels = {
            **DaysForm.Meta.labels,
            "method": gettext_lazy("How the visit is made"),
            "objectives": gettext_lazy("Objectives of the visit"),
            "agenda": gettext_lazy("Agenda"),
        }
        help_texts = {
            **DaysForm.Meta.help_texts,
            "agenda": gettext_lazy(
                "One line per item: time, subject, whom the team meets and who of the team. "
                "Say for each remote part which tool is used."
            ),
        }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        method: Any = self.fields["method"]
        method.choices = told(Audit.Method.choices)
        self.fields["objectives"].required = self.fields["agenda"].required = True
