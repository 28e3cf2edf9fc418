"""What is told of a certificate of another body, as questions and answers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes import kinds
from processes.application.extras import EXTRAS, Extra
from processes.case.models import Case
from processes.transfer import policies
from processes.transfer.actions import follow_application, kinds_of_papers
from processes.transfer.forms import MISSING, TransferForm
from processes.transfer.models import Transfer, TransferPaper
from workflow.language import day_in_words


def told(case: Case) -> list[dict[str, str]]:
    """Every question with its answer; what must be there says so when it is missing."""
    transfer = case.transfer
    missing = _("Missing: must be filled in before you submit")
    rows = []
    for name in policies.TOLD:
        field = TransferForm.base_fields[name]
        rows.append(
            {
                "label": str(field.label),
                "value": _said(getattr(transfer, name)),
                "missing": missing,
            }
        )
    if transfer.ceased_date is not None:
        label = _("The body ceased, or lost its accreditation")
        rows.append({"label": label, "value": _said(transfer.ceased_date), "missing": ""})
    return rows


def _said(value: Any) -> str:
    if value is None:
        return ""
    return day_in_words(value) if hasattr(value, "isoformat") else str(value)


def papers_of(transfer: Transfer) -> QuerySet[TransferPaper]:
    """The papers that were not removed, in the order of adding."""
    rows = transfer.papers.filter(evidence__removed_at=None).select_related("evidence")
    return rows.order_by("kind", "pk")


def missing(case: Case) -> list[Any]:
    """What is still to be told, in words. As it is now, whatever was read before."""
    transfer = Transfer.objects.get(case=case)
    untold = policies.untold(transfer, kinds_of_papers(transfer))
    words: list[Any] = [MISSING[name] for name in untold]
    if not policies.is_in_order(transfer):
        words.append(_("days in their order"))
    return words


EXTRAS[kinds.TRANSFER] = Extra(
    page="case_transfer",
    title=gettext_lazy("The certificate of the other body"),
    rows=told,
    missing=missing,
    follow=follow_application,
)
