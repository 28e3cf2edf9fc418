"""What an officer says when ordering a special audit."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area, told
from processes.fields import DayField
from processes.scheme.models import Criterion
from processes.special.actions import Order
from processes.special.models import SpecialAudit
from workflow.calendar import at_hour
from workflow.language import in_language


class OrderForm(forms.Form):
    """The ground, what has happened, and the criteria to look at."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("What has happened"),
        help_text=_("The municipality reads this: name nobody who complained."),
        widget=text_area(6),
        max_length=20000,
    )
    codes = forms.MultipleChoiceField(
        label=_("Criteria to look at"), widget=forms.CheckboxSelectMultiple
    )
    unannounced = forms.BooleanField(
        label=_("Unannounced: the municipality is not told beforehand"),
        help_text=_("It sees nothing of the case until then, and has no say about team and plan."),
        required=False,
    )
    notice_day = DayField(
        label=_("Day on which the municipality is told"),
        help_text=_("Leave day and hour empty if it is told when the visit begins."),
        required=False,
    )
    notice_hour = forms.TimeField(
        label=_("Hour, as in 08:30"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )

    def __init__(self, data: Any, *, grounds: Iterable[str], criteria: Iterable[Criterion]) -> None:
        super().__init__(data)
        known = SpecialAudit.Ground
        ground, codes = (cast(forms.ChoiceField, self.fields[n]) for n in ("ground", "codes"))
        ground.choices = told((one, known(one).label) for one in grounds)
        codes.choices = [(one.code, f"{one.code} {in_language(one, 'title')}") for one in criteria]

    def clean(self) -> dict[str, Any]:
        """Day and hour come together, and only for an audit that is not announced."""
        data = super().clean() or {}
        day, hour = data.get("notice_day"), data.get("notice_hour")
        if (day is None) != (hour is None):
            missing = "notice_hour" if hour is None else "notice_day"
            self.add_error(missing, _("Choose both day and hour, or neither."))
        elif day is not None and not data.get("unannounced"):
            self.add_error("unannounced", _("A moment can only be chosen if it is unannounced."))
        return data

    @property
    def order(self) -> Order:
        """What was sent, as the action wants it."""
        said = self.cleaned_data
        day, hour = said["notice_day"], said["notice_hour"]
        moment = None if day is None or hour is None else at_hour(day, hour)
        order = Order(said["ground"], said["facts"].strip(), said["codes"], said["unannounced"])
        return replace(order, notice_at=moment)
