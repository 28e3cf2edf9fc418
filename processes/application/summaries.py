"""An application as questions and answers."""

from django.utils.translation import gettext as _

from processes.application.forms import QUESTIONS, Review
from processes.application.models import Application

Row = dict[str, str]


def summary(application: Application) -> list[Row]:
    """Every question with its answer; what must be there says so when it is missing."""
    return [
        _row(_("What is to be certified"), application.scope, must=True),
        _row(_("Places and units"), application.sites, must=True),
        _row(_("Contact person"), application.contact_name, must=True),
        _row(_("E-mail"), application.contact_email, must=True),
        _row(_("Telephone"), application.contact_phone),
        _row(_("Consultants in the last two years"), application.consultancy, must=True),
    ]


def reviewed(application: Application) -> list[Row]:
    """Every question of the review with its answer, or that it has none."""
    words = {True: _("Yes"), False: _("No"), None: _("Not answered")}
    return [
        {
            "label": str(Review.base_fields[name].label),
            "value": words[getattr(application, name)],
            "missing": "",
        }
        for name in QUESTIONS
    ]


def _row(label: str, value: str, *, must: bool = False) -> Row:
    missing = _("Missing: must be filled in before you submit") if must else _("Not stated")
    return {"label": label, "value": value, "missing": missing}
