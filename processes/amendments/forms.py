"""What people write about a correction of a locked report."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from processes.amendments.actions import Proposal
from processes.audit.findings.forms import FindingForm, initial_of
from processes.audit.forms import text_area, told
from processes.audit.models import Finding
from processes.audit.report.models import Report


class ProposeForm(FindingForm):
    """What the report should say instead, and why. Without a finding its text alone."""

    hide_optional = False

    recommendation = forms.ChoiceField(
        label=_("Recommendation to the decision maker"), widget=forms.RadioSelect
    )
    summary = forms.CharField(label=_("Summary"), widget=text_area(10), max_length=50000)
    because = forms.CharField(
        label=_("Why the report is corrected"),
        widget=text_area(3),
        max_length=5000,
        help_text=_("The municipality and the decision maker read this."),
    )
    report = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, report: Report, finding: Finding | None, levels: list[Any]
    ) -> None:
        said = {"report": report.number, "recommendation": report.recommendation}
        said |= {"summary": report.summary} | (initial_of(finding) if finding else {})
        super().__init__(data, levels=levels, initial=said)
        self.finding = finding
        recommendation: Any = self.fields["recommendation"]
        recommendation.choices = told(Report.Recommendation.choices)
        for name in FindingForm.base_fields:
            if finding is None:
                del self.fields[name]
        if finding is not None:
            self.fields["level"].required = self.fields["grade"].required = True
            self.ask_whether_it_fits(finding)

    @property
    def proposal(self) -> Proposal:
        """What was sent, as the action wants it."""
        said = self.cleaned_data
        return Proposal(
            version=said["report"],
            reason=said["because"].strip(),
            summary=said["summary"].strip(),
            recommendation=said["recommendation"],
            finding=self.finding,
            grading=self.grading if self.finding else None,
        )


class CommentForm(forms.Form):
    """What the municipality thinks of what would be made worse."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        widget=text_area(6),
        max_length=10000,
        help_text=_("It stands in the report, if the correction is confirmed."),
    )


class SettleForm(forms.Form):
    """Whether the correction is confirmed, and why."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("adopt", _("Confirm: the report gets a new version")),
            ("reject", _("Decline: the report stands")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Reasons"),
        widget=text_area(4),
        max_length=10000,
        help_text=_("The lead auditor, the municipality and the decision maker read them."),
    )


CHOICES = [
    ("uphold", _("The decision stands")),
    ("replace", _("Grant what was refused: a new decision replaces the first")),
    ("refer", _("Let the officer settle what follows; the certificate stays as it is")),
]


class ReconsiderForm(forms.Form):
    """What becomes of a decision whose report was corrected; a choice that is closed says why."""

    choice = forms.ChoiceField(label=_("Your decision"), choices=CHOICES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Reasons"),
        widget=text_area(6),
        max_length=20000,
        help_text=_("The municipality reads them."),
    )

    def __init__(self, data: QueryDict | None, *, refusals: dict[str, list[str]]) -> None:
        super().__init__(data)
        self.refusals = refusals
        choice: Any = self.fields["choice"]
        choice.choices = [one for one in CHOICES if one[0] not in refusals]


class FollowForm(forms.Form):
    """What the officer has found to follow."""

    text = forms.CharField(
        label=_("What follows, and why"),
        widget=text_area(6),
        max_length=20000,
        help_text=_("The municipality reads this. The certificate is not changed by it."),
    )
