"""Beside a finding: that it was objected to and what became of it, or where one objects."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from processes.audit.findings import marks
from processes.audit.findings.marks import Mark
from processes.case.models import Case
from processes.case.sides import speaks
from processes.disputes import deadlines

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> Iterator[Mark]:
    """The objections for everybody; the way to one for whoever may, while it is in time."""
    objected = set()
    for one in case.disputes.order_by("number"):
        objected.add(one.finding_id)
        words = _("Objection %(n)s: %(state)s") % {
            "n": one.number,
            "state": one.get_state_display(),
        }
        yield Mark(one.finding_id, words, reverse("dispute", args=[case.number, one.number]))
    ends = deadlines.objection_ends(case) if speaks(case, reader) else None
    if ends is None or reader.today > ends.date:
        return
    for pk, code in case.audit.findings.exclude(grade="").values_list("pk", "criterion__code"):
        if pk not in objected:
            address = reverse("finding_object", args=[case.number, code])
            yield Mark(pk, _("Object to this finding"), address)


marks.register(show)
