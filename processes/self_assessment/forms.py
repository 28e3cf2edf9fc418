"""What a municipality writes in its self-assessment."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case.models import Case
from processes.case.reader import Reader
from processes.organisations.models import Membership, Person
from processes.roles import MUNICIPAL
from processes.scheme.models import Criterion
from processes.self_assessment.actions import Ask, Edit
from processes.self_assessment.models import Answer
from processes.self_assessment.reading import Levels, Shown, level_in_words
from workflow.language import in_language


class LevelField(forms.TypedChoiceField):
    """A level of the maturity scale, as radio buttons with its meaning."""

    framed = True

    def __init__(self, levels: Levels) -> None:
        self.hints = {str(one.level): in_language(one, "meaning") for one in levels.values()}
        super().__init__(
            label=_("Level"),
            choices=[(level, level_in_words(level, levels)) for level in levels],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )


class AnswerForm(forms.Form):
    """The answer to one criterion. Incomplete answers are kept as well."""

    motivation = forms.CharField(
        label=gettext_lazy("Motivation"),
        help_text=gettext_lazy("Describe how you work and what shows it. Do not name individuals."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    hide_optional = True

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        answer: Answer,
        levels: Levels,
        people: QuerySet[Person],
    ) -> None:
        initial = {
            "level": answer.level,
            "motivation": answer.motivation,
            "responsible": answer.responsible_id,
            "version": answer.version,
        }
        super().__init__(data, initial=initial)
        self.fields["level"] = LevelField(levels)
        self.fields["responsible"] = forms.ModelChoiceField(
            label=_("Responsible colleague"),
            help_text=_("Who can tell more about this at the visit."),
            queryset=people,
            empty_label=_("Nobody chosen"),
            required=False,
        )
        if answer.to_be_confirmed:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("The answer from last time is still right, or I have changed it"),
                required=False,
            )
        self.order_fields(["level", "motivation", "responsible", "confirmed", "version"])

    def edit(self, *, explicit: bool) -> Edit:
        """What the person wants; only an explicit save confirms what was carried over."""
        given = self.cleaned_data
        return Edit(
            level=given["level"],
            motivation=given["motivation"],
            version=given["version"],
            confirmed=explicit and given.get("confirmed", False),
            responsible=given["responsible"],
        )


def colleagues(case: Case, reader: Reader, *roles: str) -> QuerySet[Person]:
    """The municipality's people today, in one of the roles."""
    held = Membership.objects.on(reader.today).filter(
        organisation=case.organisation, role__in=roles or MUNICIPAL
    )
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return people.order_by("name_order", "pk")


class CriteriaField(forms.MultipleChoiceField):
    """Criteria to tick, each with a word on how far it has come."""

    def __init__(self, rows: list[Shown]) -> None:
        self.hints = {str(row.criterion.pk): _hint(row) for row in rows}
        super().__init__(
            label=_("Criteria"),
            choices=[(str(row.criterion.pk), _name(row.criterion)) for row in rows],
            widget=forms.CheckboxSelectMultiple,
        )


def _name(criterion: Criterion) -> str:
    return f"{criterion.code} {in_language(criterion, 'title')}"


def _hint(row: Shown) -> str:
    if row.asked:
        return _("%(name)s has been asked") % {"name": row.asked}
    return _("Done") if row.is_done else ""


class AskForm(forms.Form):
    """Which colleague is asked for which criteria."""

    message = forms.CharField(
        label=gettext_lazy("A word to your colleague"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        people: QuerySet[Person],
        rows: list[Shown],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"] = forms.ModelChoiceField(
            label=_("Colleague"),
            help_text=_("Those who are contributors at your municipality."),
            queryset=people,
            empty_label=_("Choose a colleague"),
        )
        self.fields["criteria"] = CriteriaField(rows)
        self.known = {str(row.criterion.pk): row.criterion for row in rows}
        self.order_fields(["person", "criteria", "message"])

    def ask(self) -> Ask:
        """What the colleague is asked."""
        given = self.cleaned_data
        criteria = tuple(self.known[pk] for pk in given["criteria"])
        return Ask(given["person"], criteria, given["message"])


class SignForm(forms.Form):
    """The signatory declares and submits, or sends back with remarks."""

    declared = forms.BooleanField(
        label=gettext_lazy(
            "I declare, on behalf of the municipality, that the answers are true and complete"
        ),
        required=False,
    )
    remarks = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        help_text=gettext_lazy("Only if you send the self-assessment back."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hide_optional = True

    def clean(self) -> dict[str, Any]:
        """Submitting needs the declaration, sending back needs remarks."""
        cleaned: dict[str, Any] = super().clean() or {}
        step = self.data.get("step")
        if step == "submit" and not cleaned.get("declared"):
            self.add_error("declared", _("Tick the declaration to submit."))
        if step == "send_back" and not cleaned.get("remarks", "").strip():
            self.add_error("remarks", _("Say what should be changed."))
        return cleaned
