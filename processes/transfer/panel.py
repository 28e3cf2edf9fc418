"""A transfer on the overviews of its case, and of those that follow what it left open."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes import kinds
from processes.case import panels
from processes.case.models import Case
from processes.case.sides import speaks
from processes.roles import Role
from processes.standing.status import is_current
from processes.transfer.models import Transfer

if TYPE_CHECKING:
    from processes.case.reader import Reader

LEFT = (Case.State.REFUSED, Case.State.DECLINED, Case.State.CLOSED)
"""So it ended without a certificate, but can be applied for anew as an initial case."""


def show(case: Case, reader: "Reader") -> SafeString | str:
    """Of its own case: what was found; of a later one: what the first audit is to look at."""
    if case.kind == kinds.TRANSFER:
        return _own(case, reader)
    if case.previous_id is None or case.traits.is_applied_for:
        return ""
    left = Transfer.objects.filter(
        case__certification=case.certification_id, case__state=Case.State.GRANTED
    )
    transfer = left.exclude(follow_up="").order_by("-pk").first()
    if transfer is None or not _is_first_after(case, transfer):
        return ""
    return render_to_string("processes/transfer/follow_up.html", {"transfer": transfer})


def _is_first_after(case: Case, transfer: Transfer) -> bool:
    """No audit between the two has looked at what was left open."""
    between = Case.objects.filter(
        certification=case.certification_id, pk__gt=transfer.case_id, pk__lt=case.pk
    )
    return not between.filter(audit__state="visited", beside=False).exists()


def _own(case: Case, reader: "Reader") -> SafeString | str:
    transfer = Transfer.objects.filter(case=case).first()
    if transfer is None:
        return ""
    may_apply = case.current_state in LEFT and speaks(case, reader, Role.COORDINATOR)
    later = case.following.exists() or any(
        is_current(one, reader.today) for one in case.certification.certificates.all()
    )
    context = {"case": case, "transfer": transfer, "may_apply": may_apply and not later}
    return render_to_string("processes/transfer/panel.html", context)


panels.register(show)
