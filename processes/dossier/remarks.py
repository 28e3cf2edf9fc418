"""The dialogue about the nonconformities of a case."""

from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.dossier.timeline import Entry


def remarks_of(case: Case) -> list[Entry]:
    """Every remark, newest first, with the criterion it is about."""
    # By name: a stage may not import a later one.
    remarks: Any = apps.get_model("processes", "Remark")._default_manager
    found = remarks.filter(response__plan__case=case).select_related(
        "by", "response__finding__criterion"
    )
    return [_entry(remark, _address(case)) for remark in found.order_by("-at", "-pk")]


def _entry(remark: Any, url: str) -> Entry:
    title = _("About %(criterion)s") % {"criterion": remark.response.finding.criterion.code}
    return Entry(title=title, at=remark.at, who=str(remark.by), text=remark.text, url=url)


def _address(case: Case) -> str:
    try:
        return reverse("case_actions", kwargs={"number": case.number})
    except NoReverseMatch:
        return ""
