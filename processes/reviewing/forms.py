"""Who is asked to review."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.organisations.models import Person


class InviteForm(forms.Form):
    """Somebody whom the administrator reaches and who has no role at the body."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Whom do you ask?"),
        help_text=_("Add the person first, without a role, if they are not among these."),
    )

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        cast(Any, self.fields["person"]).queryset = people


class AnswerForm(forms.Form):
    """Whether whoever is asked can: nothing may tie them to it."""

    impartial = forms.BooleanField(
        label=_("I took no part in it, and nothing ties me to anybody whom it concerns."),
    )
