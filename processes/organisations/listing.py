"""The list of organisations in keyset pages: by kind and name, along the index of both."""

from django.db.models import Q, QuerySet

from processes.organisations.models import Organisation
from workflow.sql.paging import firsts_of

PAGE = 100
ORDER = ("kind", "name_order", "code")


def page(found: QuerySet[Organisation], after: str = "") -> tuple[list[Organisation], str]:
    """The organisations after a place, and the place where the next page begins."""
    several = [found.filter(part).order_by(*ORDER) for part in _following(after)]
    keys = [pk for (pk,) in firsts_of(several, PAGE + 1)]
    rows = list(Organisation.objects.filter(pk__in=keys).order_by(*ORDER)[: PAGE + 1])
    shown = rows[:PAGE]
    return shown, _key(shown[-1]) if len(rows) > PAGE else ""


def _following(after: str) -> list[Q]:
    """Each a range of the index; what nobody wrote begins from the first page."""
    kind, _dot, place = after.replace("\x00", "").partition(".")
    name, dot, code = place.rpartition(".")
    if not dot:
        return [Q()]
    return [
        Q(kind=kind, name_order=name, code__gt=code),
        Q(kind=kind, name_order__gt=name),
        Q(kind__gt=kind),
    ]


def _key(organisation: Organisation) -> str:
    return f"{organisation.kind}.{organisation.name_order}.{organisation.code}"
