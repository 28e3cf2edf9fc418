"""Which criteria a case assesses."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from processes.case.models import Case
from processes.scheme.models import Criterion
from workflow.sql.ready import Select, Slot


def criteria_of(case: Case) -> QuerySet[Criterion]:
    """The criteria a case assesses: all of the edition, or the lighter set of a surveillance.

    A surveillance also looks where the last audit found a nonconformity: only there can the
    effect of an accepted action be seen.
    """
    criteria = Criterion.objects.filter(area__edition=case.edition).select_related("area")
    if case.kind == Case.Kind.SURVEILLANCE:
        again = Q(code__in=_failed_last(case))
        criteria = criteria.filter(Q(in_surveillance=True) | again)
    return criteria.order_by("area__position", "position", "code")


def criteria_with(case: Case, codes: Iterable[str]) -> QuerySet[Criterion]:
    """The criteria with these codes: what something frozen is about, whatever is so today."""
    criteria = Criterion.objects.filter(area__edition=case.edition, code__in=list(codes))
    return criteria.select_related("area").order_by("area__position", "position", "code")


def _failed_last(case: Case) -> list[str]:
    """The codes of the criteria that the latest audit before this case found not conform."""
    latest = last_audited(certification=case.certification_id, case=case.pk)
    return [code for key in latest for (code,) in failed_in(case=key[0])]


def _audited() -> QuerySet[Any, Any]:
    audited = Case.objects.filter(certification=Slot("certification"), audit__state="visited")
    return audited.filter(pk__lt=Slot("case")).order_by("-pk").values_list("pk")[:1]


def _failed() -> QuerySet[Any, Any]:
    failed = Case.objects.filter(pk=Slot("case"), audit__findings__grade__in=["major", "minor"])
    return failed.values_list("audit__findings__criterion__code")


last_audited, failed_in = Select(_audited), Select(_failed)
