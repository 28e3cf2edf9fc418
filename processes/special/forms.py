"""What an officer says when ordering a special audit."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area, told
from processes.scheme.models import Criterion
from processes.special.actions import Order
from processes.special.models import SpecialAudit
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

    def __init__(self, data: Any, *, grounds: Iterable[str], criteria: Iterable[Criterion]) -> None:
        super().__init__(data)
        known = SpecialAudit.Ground
        ground, codes = (cast(forms.ChoiceField, self.fields[n]) for n in ("ground", "codes"))
        ground.choices = told((one, known(one).label) for one in grounds)
        codes.choices = [(one.code, f"{one.code} {in_language(one, 'title')}") for one in criteria]

    @property
    def order(self) -> Order:
        """What was sent, as the action wants it."""
        said = self.cleaned_data
        return Order(said["ground"], said["facts"].strip(), said["codes"])
