"""Who follows somebody who leaves a role that nobody else holds."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from processes.organisations.models import Membership, Person
from processes.workspace.leaving import HeldRole


class CloseForm(forms.Form):
    """Closing an account asks for nothing but successors."""

    hide_optional = True


def ask_for_heirs(form: forms.Form, held_roles: Iterable[HeldRole]) -> None:
    """Let a form ask who gets each role that nobody else holds, or the cases led in it."""
    for held_role in held_roles:
        if held_role.heirs:
            form.fields[_name(held_role)] = forms.ChoiceField(
                label=_asked(held_role),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    ("", capfirst(told(held_role))),
                    *((str(one.pk), one.name) for one in held_role.heirs),
                ],
            )


def _asked(held_role: HeldRole) -> str:
    membership = held_role.membership
    said = {"role": membership.get_role_display(), "where": membership.organisation.name}
    if held_role.is_last:
        return _("Who becomes %(role)s at %(where)s?") % said
    return _("Who takes over the cases that the person leads as %(role)s at %(where)s?") % said


def told(held_role: HeldRole) -> str:
    """Who hears that nobody holds the role, or leads the cases."""
    if not held_role.is_last:
        return _("nobody yet: somebody who holds the role takes each of them")
    if held_role.is_of_municipality:
        return _("nobody yet: the officer is told at once")
    return _("nobody yet: who watches over the cases is told at once")


def heirs_of(form: forms.Form, held_roles: Iterable[HeldRole]) -> dict[Membership, Person]:
    """Who was chosen for each role; roles that stay empty are left out."""
    chosen: dict[str, Any] = form.cleaned_data
    return {
        held_role.membership: next(one for one in held_role.heirs if str(one.pk) == key)
        for held_role in held_roles
        if (key := chosen.get(_name(held_role)))
    }


def _name(held_role: HeldRole) -> str:
    return f"heir_{held_role.membership.pk}"
