"""Who follows somebody who leaves a role that nobody else holds."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from processes.organisations.models import Membership, Person
from processes.workspace.leaving import Seat


class CloseForm(forms.Form):
    """Closing an account asks for nothing but successors."""

    hide_optional = True


def ask_for_heirs(form: forms.Form, seats: Iterable[Seat]) -> None:
    """Let a form ask who gets each role that nobody else holds."""
    for seat in seats:
        if seat.is_last and seat.heirs:
            form.fields[_name(seat)] = forms.ChoiceField(
                label=_("Who becomes %(role)s at %(where)s?")
                % {
                    "role": seat.membership.get_role_display(),
                    "where": seat.membership.organisation.name,
                },
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    ("", capfirst(told(seat))),
                    *((str(one.pk), one.name) for one in seat.heirs),
                ],
            )


def told(seat: Seat) -> str:
    """Who hears that nobody holds the role."""
    if seat.is_of_municipality:
        return _("nobody yet: the officer is told at once")
    return _("nobody yet: who watches over the cases is told at once")


def heirs_of(form: forms.Form, seats: Iterable[Seat]) -> dict[Membership, Person]:
    """Who was chosen for each role; roles that stay empty are left out."""
    chosen: dict[str, Any] = form.cleaned_data
    return {
        seat.membership: next(one for one in seat.heirs if str(one.pk) == key)
        for seat in seats
        if (key := chosen.get(_name(seat)))
    }


def _name(seat: Seat) -> str:
    return f"heir_{seat.membership.pk}"
