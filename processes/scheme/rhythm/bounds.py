"""The figures that a scheme can bear: every number field of its forms lies between two of them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from processes.scheme.rhythm.limits import DAYS, MONTHS, PERCENT, TIMES, WORKING_DAYS, Limit

Number = int | Decimal

LONGEST_LIMIT = {WORKING_DAYS: 60, DAYS: 183, MONTHS: 6, TIMES: 5, PERCENT: 100}
"""Half a year at most: majors that are not verified then lead to a new visit."""

CYCLE: dict[str, tuple[Number, Number]] = {
    "validity_months": (12, 36),
    "recertification_visit": (2, 18),
    "recertification_decision": (1, 12),
    "restorable_months": (0, 6),
}
RULE: dict[str, tuple[Number, Number]] = {
    "must_floor": (0, 4),
    "must_target": (0, 4),
    "must_share": (1, 100),
    "must_major_at": (0, 4),
    "minors_make_major": (1, 20),
    "should_floor": (0, 4),
    "distinction_mean": (0, 4),
    "distinction_nki": (0, 100),
}
POSITION: dict[str, tuple[Number, Number]] = {"position": (0, 999)}
LADDER = (-90, 90)


def longest(limit: Limit) -> int:
    """The most that a cycle may say of a limit, in its unit."""
    return LONGEST_LIMIT[limit.unit] if limit.most is None else limit.most


def bind(form: forms.BaseForm, bounds: dict[str, tuple[Number, Number]]) -> None:
    """Let each of these fields take only what lies between its bounds, and say so."""
    for name, (least, most) in bounds.items():
        bound(form.fields[name], least, most)


def bound(field: Any, least: Number, most: Number) -> None:
    """Let a number field take only what lies between two figures, and say so."""
    words = _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    others = [
        check
        for check in field.validators
        if not isinstance(check, MinValueValidator | MaxValueValidator)
    ]
    field.validators = [*others, MinValueValidator(least, words), MaxValueValidator(most, words)]
    field.min_value, field.max_value = least, most
    field.error_messages["invalid"] = words
    field.widget.attrs |= {"min": str(least), "max": str(most)}
