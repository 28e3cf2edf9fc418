"""Which criteria a case assesses."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from processes.case.models import Case
from processes.scheme.models import Criterion


def criteria_of(case: Case) -> QuerySet[Criterion]:
    """The criteria a case assesses: those of its edition that its kind looks at."""
    return of_edition(case).filter(_chosen(case.traits.criteria)(case))


def of_edition(case: Case) -> QuerySet[Criterion]:
    """All the criteria of a case's edition, each with its area, in the order of the edition."""
    criteria = Criterion.objects.filter(area__edition=case.edition)
    return criteria.select_related("area").order_by("area__position", "position", "code")


@cache
def _chosen(name: str) -> Callable[[Case], Q]:
    """What a kind of case names in the table of kinds."""
    chosen: Callable[[Case], Q] = import_string(name)
    return chosen


def every(case: Case) -> Q:
    """All of the edition."""
    return Q()


def lighter(case: Case) -> Q:
    """The lighter set, and what the latest audit found not conform (obligation 60).

    Only there can the effect of an accepted action be seen.
    """
    return Q(in_surveillance=True) | Q(code__in=_failed_last(case))


def criteria_with(case: Case, codes: Iterable[str]) -> QuerySet[Criterion]:
    """The criteria with these codes: what something frozen is about, whatever is so today."""
    return of_edition(case).filter(code__in=list(codes))


def _failed_last(case: Case) -> list[str]:
    """The codes of the criteria that the latest audit before this case found not conform.

    What ran beside looked at a part only: what it found counts as well.
    """
    latest = last_audited(case.certification_id, case.pk).first()
    beside = beside_since(case.certification_id, latest or 0, case.pk)
    found = [code for one in beside for code in failed_in(one)]
    return [*(failed_in(latest) if latest else ()), *found]


def last_audited(certification: int, case: int) -> QuerySet[Case, int]:
    """The latest case before this one that has been audited."""
    audited = Case.objects.filter(certification=certification, audit__state="visited", beside=False)
    return audited.filter(pk__lt=case).order_by("-pk").values_list("pk", flat=True)


def beside_since(certification: int, after: int, case: int) -> QuerySet[Case, int]:
    """The audited cases between two that ran beside others."""
    audited = Case.objects.filter(certification=certification, audit__state="visited", beside=True)
    return audited.filter(pk__gt=after, pk__lt=case).order_by("pk").values_list("pk", flat=True)


def failed_in(case: int) -> QuerySet[Case, Any]:
    """The codes of the criteria to which a case was found not to conform."""
    failed = Case.objects.filter(pk=case, audit__findings__grade__in=["major", "minor"])
    return failed.values_list("audit__findings__criterion__code", flat=True)
