"""Forms of people and organisations."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from processes import data
from processes.fields import EARLIEST, LATEST, DayField, LastDayField
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.organisations.people import Appointment
from processes.roles import HELD_AT, Role


class PersonForm(forms.ModelForm[Person]):
    """Who somebody is."""

    class Meta:
        model = Person
        fields = ["name", "email", "language"]

    def clean_name(self) -> str:
        """A name is one line, however it was pasted."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_email(self) -> str:
        """Two people never share an address, however it is written."""
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another person already has that address."))
        return email


class ChangeForm(PersonForm):
    """Who somebody is; another address is asked for, and becomes theirs when it is confirmed."""

    old_is_dead = forms.BooleanField(
        label=_("Nobody reads the old address any more"),
        required=False,
        help_text=_("Then another administrator must agree before a new address counts."),
    )

    field_order = ("name", "email", "old_is_dead", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "A new address counts when it is confirmed by the link that is sent there. "
            "The old address is told, and can stop it."
        )
        self.known = self.instance.email

    @property
    def asked(self) -> str:
        """The new address that is asked for; empty if it is as it was."""
        written: str = self.cleaned_data["email"]
        return "" if written == self.known else written


def _roles_by_place() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles, under the kind of organisation to which they belong."""
    return [
        (
            capfirst(str(Organisation.Kind(kind).label)),
            [(role.value, capfirst(str(role.label))) for role in Role if role in roles],
        )
        for kind, roles in HELD_AT.items()
        if roles
    ]


class MembershipForm(forms.ModelForm[Membership]):
    """A role at an organisation."""

    class Meta:
        model = Membership
        fields = ["organisation", "role", "from_date", "to_date"]
        field_classes = {"from_date": DayField, "to_date": LastDayField}
        help_texts = {"to_date": _("The last day. Leave empty until further notice.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        offered = kwargs.pop("offered")
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ModelChoiceField(
            offered.order_by("kind", "name_order"),
            label=_("Organisation"),
            empty_label=_("Choose an organisation"),
        )
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[("", _("Choose a role")), *_roles_by_place()]
        )

    def appointment(self) -> Appointment:
        """What was chosen."""
        chosen = self.cleaned_data
        return Appointment(
            organisation=chosen["organisation"],
            role=Role(chosen["role"]),
            from_date=chosen["from_date"],
            to_date=chosen["to_date"],
        )

    def clean(self) -> dict[str, Any]:
        """A membership does not end before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_date"), cleaned.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", _("A membership cannot end before it began."))
        return cleaned


class InterestForm(forms.ModelForm[Interest]):
    """A tie to a municipality."""

    class Meta:
        model = Interest
        fields = ["organisation", "ground", "from_date", "ended_date"]
        field_classes = {"from_date": DayField, "ended_date": LastDayField}
        help_texts = {
            "from_date": _("Leave empty if you do not know."),
            "ended_date": _("Leave empty while it lasts."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ended: Any = self.fields["ended_date"]
        ended.between(EARLIEST, today)
        municipalities = Organisation.objects.municipalities()
        self.fields["organisation"] = forms.ModelChoiceField(
            municipalities, label=_("Municipality"), empty_label=_("Choose a municipality")
        )

    def clean(self) -> dict[str, Any]:
        """A tie does not end before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_date"), cleaned.get("ended_date")
        if first and last and last < first:
            self.add_error("ended_date", _("A tie cannot end before it began."))
        return cleaned


class LastDayForm(forms.Form):
    """The day something ends."""

    day = DayField(label=_("Last day"))

    def __init__(
        self, *args: Any, first: date = EARLIEST, last: date = LATEST, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["day"]
        day.between(first, last)


class SearchForm(forms.Form):
    """Find people or organisations."""

    hide_optional = True
    text = forms.CharField(label=_("Search"), required=False, max_length=80)


class OrganisationSearchForm(SearchForm):
    """Find organisations, by county too."""

    county = forms.ChoiceField(label=_("County"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All counties")), *data.counties()]
        self.fields["county"] = forms.ChoiceField(
            label=_("County"), required=False, choices=choices
        )
