"""Forms of schemes, editions and their parts. Each knows the text it was opened on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from processes.scheme import criteria_file, drafts
from processes.scheme.models import Area, Criterion, DecisionRule, Edition, MaturityLevel
from processes.scheme.rhythm import bounds
from workflow.trail import canonical, digest

LEVELS = range(5)
NEVER = 0
"""So many minors that make a major: none ever do."""
RULE_OF_MUSTS = (*("must_floor", "must_target", "must_share", "must_major_at"), "minors_make_major")
LEVEL_TEXTS = {
    "title_sv": (_("title in Swedish"), 60),
    "title_en": (_("title in English"), 60),
    "meaning_sv": (_("meaning in Swedish"), 200),
    "meaning_en": (_("meaning in English"), 200),
}


class GuardedForm(forms.ModelForm[Any]):
    """A form that notices when somebody else changed the row since it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.snapshot()
        self.mark = digest("form", canonical(self.before))
        self.fields["seen"].initial = self.mark

    def snapshot(self) -> dict[str, Any]:
        """What the row says now."""
        return drafts.values_of(self.instance)

    @property
    def is_stale(self) -> bool:
        """It was opened on another text than the one that is saved now."""
        return self.is_bound and self.instance.pk and self.data.get("seen") != self.mark

    @property
    def says_what_is_kept(self) -> bool:
        """A second press or a retry: all of it is saved already."""
        return self.is_bound and self.instance.pk and not {*self.changed_data} - {"seen"}

    def told(self) -> str:
        """What the person wrote, field by field, for showing it again."""
        visible = [field for field in self if not field.is_hidden]
        return "\n".join(f"{field.label}: {field.value()}" for field in visible)


class NewEditionForm(forms.Form):
    """What a new edition begins as."""

    model = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Copy from"),
        required=False,
        empty_label=_("Nothing: begin empty"),
    )

    def __init__(self, *args: Any, editions: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"] = forms.ModelChoiceField(
            editions,
            label=_("Copy from"),
            required=False,
            initial=editions.first(),
            empty_label=_("Nothing: begin empty"),
        )


class EditionForm(GuardedForm):
    """Titles and agreement of an edition."""

    class Meta:
        model = Edition
        fields = [
            "title_sv",
            "title_en",
            "with_document_review",
            "agreement_sv",
            "agreement_en",
        ]


class AreaForm(GuardedForm):
    """A group of criteria."""

    class Meta:
        model = Area
        fields = ["code", "position", "title_sv", "title_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds.bind(self, bounds.POSITION)

    def clean_code(self) -> str:
        """The code is used once in the edition."""
        code = str(self.cleaned_data["code"])
        others = Area.objects.filter(edition=self.instance.edition_id).exclude(pk=self.instance.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Another area of the edition has that code."))
        return code


class CriterionForm(GuardedForm):
    """A criterion, in both languages."""

    class Meta:
        model = Criterion
        fields = [
            "code",
            "position",
            "kind",
            "in_surveillance",
            "title_sv",
            "title_en",
            "guidance_sv",
            "guidance_en",
            "evidence_sv",
            "evidence_en",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("guidance_sv", "guidance_en", "evidence_sv", "evidence_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds.bind(self, bounds.POSITION)
        # RadioSelect of a model field offers an empty choice; there is no third kind.
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=Criterion.Kind.choices, widget=forms.RadioSelect
        )

    def clean_code(self) -> str:
        """The code is used once in the edition."""
        code = str(self.cleaned_data["code"])
        edition = self.instance.area.edition_id
        others = Criterion.objects.filter(area__edition=edition).exclude(pk=self.instance.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Another criterion of the edition has that code."))
        return code


class RuleForm(GuardedForm):
    """When a certificate may be granted."""

    minors_never = forms.BooleanField(
        label=_("Minor nonconformities never make a major, however many"), required=False
    )

    class Meta:
        model = DecisionRule
        fields = [
            "must_floor",
            "must_target",
            "must_share",
            "must_major_at",
            "minors_make_major",
            "should_floor",
            "distinction_mean",
            "distinction_nki",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds.bind(self, bounds.RULE)
        self.fields["minors_make_major"].required = False
        if self.instance.minors_make_major == NEVER:
            self.initial.update(minors_make_major=None, minors_never=True)
        self.order_fields([*RULE_OF_MUSTS, "minors_never"])

    def clean(self) -> dict[str, Any]:
        """The target is not below the floor, nor the floor at a major nonconformity."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("minors_never"):
            cleaned["minors_make_major"] = NEVER
        elif cleaned.get("minors_make_major") is None and not self.has_error("minors_make_major"):
            self.add_error("minors_make_major", _("Write how many, or choose never."))
        floor, target = cleaned.get("must_floor"), cleaned.get("must_target")
        if floor is not None and target is not None and target < floor:
            self.add_error("must_target", _("The target cannot be below the lowest level."))
        major = cleaned.get("must_major_at")
        if floor is not None and major is not None and major >= floor:
            self.add_error("must_major_at", _("This level must be below the lowest level."))
        return cleaned


class LevelsForm(GuardedForm):
    """The whole maturity scale on one page."""

    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.level: row for row in self.instance.levels.all()}
        for number in LEVELS:
            for name in LEVEL_TEXTS:
                self.fields[f"{name}_{number}"] = _level_field(number, name, known.get(number))

    def snapshot(self) -> dict[str, Any]:
        """The levels."""
        return drafts.values_of_levels(self.instance)

    def levels(self) -> list[dict[str, Any]]:
        """What was written, level by level."""
        return [
            {
                "level": number,
                **{name: self.cleaned_data[f"{name}_{number}"] for name in LEVEL_TEXTS},
            }
            for number in LEVELS
        ]


def _level_field(number: int, name: str, row: MaturityLevel | None) -> forms.CharField:
    words, longest = LEVEL_TEXTS[name]
    return forms.CharField(
        label=_("Level %(number)d, %(words)s") % {"number": number, "words": words},
        max_length=longest,
        initial=getattr(row, name) if row else "",
    )


class CriteriaFileForm(forms.Form):
    """A file of criteria."""

    file = forms.FileField(label=_("CSV file, UTF-8"))
    largest = 1_000_000

    def clean_file(self) -> list[criteria_file.CriterionRow]:
        """The criteria of the file; every row that is wrong is named."""
        file = self.cleaned_data["file"]
        if file.size > self.largest:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            content = criteria_file.decoded(file.read())
        except ValueError:
            raise forms.ValidationError(
                _("The file is no text. Save it in the spreadsheet as “CSV UTF-8”.")
            ) from None
        rows, errors = criteria_file.parse(content)
        if errors:
            raise forms.ValidationError(list(errors))
        return rows
