"""Who leaves a team and who joins it, as the lead or an officer says."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit.candidates import Candidate
from processes.audit.forms import text_area
from processes.audit.team.replacing import Change
from processes.organisations.models import Person

if TYPE_CHECKING:
    from processes.audit.members import TeamMember
    from processes.audit.team.vacancy_models import Vacancy


NOBODY = ""


class VacancyForm(forms.Form):
    """Who takes the place of somebody who left, or nobody."""

    hide_optional = True
    NOBODY = "nobody"

    joins = forms.ChoiceField(label=gettext_lazy("Who takes the place?"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        widget=text_area(3),
        max_length=2000,
        help_text=gettext_lazy("The certification body sees this, the municipality does not."),
    )

    def __init__(
        self, *given: Any, vacancy: "Vacancy", candidates: Collection[Candidate], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        team = [] if vacancy.member.leads else [one.person for one in vacancy.audit.current_team]
        free = [one for one in candidates if not one.reason and one.person not in team]
        self.free = {str(one.person.pk): one for one in free}
        field: Any = self.fields["joins"]
        field.choices = [
            *((key, one.person.name) for key, one in self.free.items()),
            (self.NOBODY, _("Nobody: it goes on as it is")),
        ]
        field.hints = {key: "; ".join(one.remarks) for key, one in self.free.items()}

    @property
    def person(self) -> Any:
        """Who was chosen; None for nobody."""
        found = self.free.get(self.cleaned_data["joins"])
        return found.person if found else None


class ChangeForm(forms.Form):
    """One person leaves, one joins, or both."""

    hide_optional = True

    leaves = forms.ChoiceField(
        label=gettext_lazy("Who leaves the team?"), required=False, widget=forms.RadioSelect
    )
    joins = forms.ChoiceField(
        label=gettext_lazy("Who joins the team?"), required=False, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why is the team changed?"),
        widget=text_area(3),
        max_length=2000,
        help_text=gettext_lazy("The certification body sees this, the municipality does not."),
    )

    def __init__(
        self, *given: Any, team: Collection[Any], candidates: Collection[Candidate], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.team = {str(one.pk): one for one in team}
        self.free = {str(one.person.pk): one for one in candidates if not one.reason}
        offered = {key: one for key, one in self.free.items() if self._is_offered(key)}
        self._offer(
            "leaves",
            _("Nobody: somebody joins as well"),
            {key: self._named(one) for key, one in self.team.items()},
        )
        self._offer(
            "joins",
            _("Nobody: the others go on alone"),
            {key: one.person.name for key, one in offered.items()},
        )
        field: Any = self.fields["joins"]
        field.hints = {key: "; ".join(self._remarks(one)) for key, one in offered.items()}

    def _is_offered(self, key: str) -> bool:
        """The person is not in the team, or can take the place of its lead.

        Who was chosen before joining by another way stays: it is told that they are in.
        """
        held = self._place_of(self.free[key].person)
        can_lead = held is not None and not held.leads and self._has_lead
        return held is None or can_lead or (self.is_bound and self.data.get("joins") == key)

    def _place_of(self, person: Person) -> Any:
        inside = (one for one in self.team.values() if one.left_at is None)
        return next((one for one in inside if one.person == person), None)

    @property
    def _has_lead(self) -> bool:
        return any(one.leads and one.left_at is None for one in self.team.values())

    def _remarks(self, one: Candidate) -> list[str]:
        inside = self._place_of(one.person) is not None
        words = _("In the team already: can only take the place of the lead auditor")
        return [*([words] if inside else []), *one.remarks]

    def _offer(self, name: str, nobody: str, some: dict[str, str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(NOBODY, nobody), *some.items()]
        self.initial[name] = NOBODY

    @staticmethod
    def _named(member: "TeamMember") -> str:
        name = str(member.person.name)
        return _("%(name)s (lead auditor)") % {"name": name} if member.leads else name

    def clean(self) -> dict[str, Any]:
        """Somebody leaves or joins; who is in the team only takes the place of its lead.

        Told together with what else is missing.
        """
        said = super().clean() or {}
        if {"leaves", "joins"} & self.errors.keys():
            return said
        leaving, joining = self.team.get(said["leaves"]), self.free.get(said["joins"])
        if leaving is None and joining is None:
            self.add_error("leaves", _("Choose who leaves, who joins, or both."))
        elif joining is not None and self._is_taken(leaving, joining):
            self.add_error(
                "joins", _("%(name)s is in the team already.") % {"name": joining.person.name}
            )
        return said

    def _is_taken(self, leaving: Any, joining: Candidate) -> bool:
        """The person is in the team, and is not to lead it instead of who leaves."""
        if leaving is not None and leaving.left_at is not None:
            return False  # sent again: the first press has brought it about
        is_in = any(one.person == joining.person for one in self.team.values())
        is_same = leaving is not None and leaving.person == joining.person
        return is_same or (is_in and not (leaving is not None and leaving.leads))

    @property
    def change(self) -> Change:
        """What was chosen."""
        said = self.cleaned_data
        joining = self.free.get(said["joins"])
        person = joining.person if joining else None
        return Change(self.team.get(said["leaves"]), person, said["reasons"].strip())
