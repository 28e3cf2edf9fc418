"""The finding form of the workspace, and the filter of its list."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.actions import Grading
from processes.audit.forms import text_area, told
from processes.audit.models import Finding
from workflow.language import in_language

GRADE_HINTS = {
    Finding.Grade.CONFORM: gettext_lazy("The criterion is met."),
    Finding.Grade.MINOR: gettext_lazy("Not met, but the service can do what it is for."),
    Finding.Grade.MAJOR: gettext_lazy("Not met, so that the service may fail in what it is for."),
    Finding.Grade.OBSERVATION: gettext_lazy("Met, but worth watching."),
    Finding.Grade.STRENGTH: gettext_lazy("Better than the criterion asks; others can learn."),
}


class FindingForm(forms.Form):
    """What the team finds about one criterion. Everything may be filled in later."""

    hide_optional = True

    level = forms.TypedChoiceField(
        label=gettext_lazy("Level found"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Grade"),
        required=False,
        choices=Finding.Grade,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the grade differs from the rule"),
        required=False,
        widget=text_area(2),
        max_length=2000,
        help_text=gettext_lazy("Only where level and grade contradict each other."),
    )
    statement = forms.CharField(
        label=gettext_lazy("Statement"),
        required=False,
        widget=text_area(4),
        max_length=10000,
        help_text=gettext_lazy("What is the case, measured against the criterion. No advice."),
    )
    evidence_reference = forms.CharField(
        label=gettext_lazy("Objective evidence"),
        required=False,
        widget=text_area(3),
        max_length=10000,
        help_text=gettext_lazy("Whom you spoke to, what you saw, which document or sample."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, levels: list[Any], **named: Any) -> None:
        super().__init__(*given, **named)
        level: Any = self.fields["level"]
        level.choices = [(one.level, f"{one.level} {in_language(one, 'title')}") for one in levels]
        level.hints = {str(one.level): in_language(one, "meaning") for one in levels}
        grade: Any = self.fields["grade"]
        grade.choices = told(Finding.Grade.choices)
        grade.hints = {str(value): hint for value, hint in GRADE_HINTS.items()}

    def ask_whether_it_fits(self, finding: Finding) -> None:
        """Once another grade is chosen, let it be confirmed anew that the statement says that.

        Whether words fit a grade only people can tell, of words reworded as of old ones.
        """
        said = self.data.get(self.add_prefix("grade"), "") if self.is_bound else ""
        if not said or said == finding.grade:
            return
        self.fields["fits"] = forms.BooleanField(
            label=_("I have read the statement: it says what the new grade says"),
            error_messages={"required": _("Confirm that the statement fits the new grade")},
        )

    @property
    def grading(self) -> Grading:
        """What was sent, as the action wants it."""
        names = [field.name for field in fields(Grading)]
        return Grading(**{name: self.cleaned_data[name] for name in names})


class CorrectionForm(FindingForm):
    """What the lead corrects in a finding after the visit, and why."""

    because = forms.CharField(
        label=gettext_lazy("Why the finding is corrected"),
        widget=text_area(2),
        max_length=2000,
        help_text=gettext_lazy("The municipality reads this in the report."),
    )


def initial_of(finding: Finding) -> dict[str, Any]:
    """What a finding says now."""
    names = [field.name for field in fields(Grading)]
    return {name: getattr(finding, name) for name in names}


class FilterForm(forms.Form):
    """Which criteria the list shows."""

    hide_optional = True

    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)

    def __init__(self, *given: Any, areas: list[Any], **named: Any) -> None:
        super().__init__(*given, **named)
        area: Any = self.fields["area"]
        area.choices = [("", _("All areas"))]
        area.choices += [(one.code, in_language(one, "title")) for one in areas]
        shown: Any = self.fields["show"]
        shown.choices = [("", _("All grades")), (UNGRADED, _("Not finished"))]
        shown.choices += told(Finding.Grade.choices)


UNGRADED = "ungraded"
