"""Which criteria a special audit looks at."""

from django.db.models import Q

from processes.case.models import Case


def chosen(case: Case) -> Q:
    """Those that the officer chose when it was ordered."""
    return Q(code__in=case.special.codes)
