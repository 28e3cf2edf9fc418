"""What people write about the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.forms import text_area, told
from processes.audit.report.models import Report


class ReportForm(forms.ModelForm[Report]):
    """Summary, recommendation and what the team could not agree on (obligation 33)."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("Recommendation to the decision maker"),
        choices=Report.Recommendation,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Report
        fields = ("summary", "recommendation", "dissent")
        widgets = {"summary": text_area(14), "dissent": text_area(3)}
        labels = {
            "summary": gettext_lazy("Summary"),
            "dissent": gettext_lazy("Diverging opinions that remain"),
        }
        help_texts = {
            "summary": gettext_lazy(
                "Write whole sentences: the municipality comments on them one by one. "
                "Team, plan and findings are added by themselves."
            ),
            "dissent": gettext_lazy("They travel with the report to the decision."),
        }

    def __init__(self, *given: Any, complete: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        recommendation: Any = self.fields["recommendation"]
        choices = told(Report.Recommendation.choices)
        if self.instance.audit.findings.nonconformities().exists():
            # What is not corrected yet can only be granted when it is.
            choices = [one for one in choices if one[0] != Report.Recommendation.GRANT]
        recommendation.choices = choices
        self.fields["summary"].required = complete
        self.fields["recommendation"].required = complete


class CommentsForm(forms.Form):
    """One optional comment for each sentence of the draft."""

    hide_optional = True

    def __init__(self, *given: Any, report: Report, **named: Any) -> None:
        super().__init__(*given, **named)
        self.sentences: list[str] = report.sentences
        kept = {one.sentence: one.text for one in report.comments.all()}
        self.first = report.first_open
        for number in range(self.first, len(self.sentences)):
            self.fields[f"comment_{number}"] = forms.CharField(
                label=_("Comment on sentence %(number)s") % {"number": number + 1},
                required=False,
                initial=kept.get(number, ""),
                max_length=5000,
                widget=text_area(3),
            )

    @property
    def rows(self) -> list[tuple[int, str, forms.BoundField]]:
        """Every sentence that is open to comment, with its number and its field."""
        return [
            (number + 1, sentence, self[f"comment_{number}"])
            for number, sentence in enumerate(self.sentences)
            if number >= self.first
        ]

    @property
    def texts(self) -> dict[int, str]:
        """The comments by sentence."""
        numbers = range(self.first, len(self.sentences))
        return {number: self.cleaned_data[f"comment_{number}"] for number in numbers}


class AnswersForm(forms.Form):
    """An answer to each comment of the latest round; earlier answers stand as they were given."""

    def __init__(self, *given: Any, report: Report, complete: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        self.sentences: list[str] = report.sentences
        rows = report.comments.filter(sentence__gte=report.first_open).select_related("by")
        self.comments = list(rows.order_by("sentence", "pk"))
        for one in self.comments:
            self.fields[f"answer_{one.pk}"] = forms.CharField(
                label=_("Answer to the comment on sentence %(number)s")
                % {"number": one.sentence + 1},
                required=complete,
                initial=one.answer,
                max_length=5000,
                widget=text_area(3),
            )

    @property
    def rows(self) -> list[tuple[int, str, Any, forms.BoundField]]:
        """Every comment with the sentence it is about, and the field of its answer."""
        return [
            (one.sentence + 1, self.sentences[one.sentence], one, self[f"answer_{one.pk}"])
            for one in self.comments
        ]

    @property
    def texts(self) -> dict[int, str]:
        """The answers by the comments' ids."""
        return {one.pk: self.cleaned_data[f"answer_{one.pk}"] for one in self.comments}
