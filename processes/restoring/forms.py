"""What is said when an expired certificate is to be restored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.audit.forms import text_area


class RestoreForm(forms.Form):
    """What must be shown at the visit, or what the holder will show."""

    conditions = forms.CharField(
        label=_("What must be shown"), widget=text_area(6), max_length=20000
    )

    def __init__(self, data: Any, *, by_body: bool) -> None:
        super().__init__(data)
        field = self.fields["conditions"]
        if by_body:
            field.help_text = _(
                "What was left undone when it expired. The municipality reads this."
            )
        else:
            field.label = _("What has been done since it expired, and what you will show")
