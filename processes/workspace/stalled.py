"""Cases that stand still: every reminder was in vain, and it is only said again."""

from datetime import date, timedelta

from django.db import models

from processes.scheme.models import RenewalCycle
from workflow.models import Task

STALLED = "stalled"


def is_stalled(day: date) -> models.Q:
    """An open task is late beyond the last reminder of the case's cycle, on a local day."""
    found = models.Q(pk__in=[])
    for cycle, ladder in RenewalCycle.objects.values_list("pk", "ladder"):
        late = Task.objects.filter(
            process=models.OuterRef("main_process"),
            status__in=Task.OPEN,
            due__lt=day - timedelta(days=max((0, *ladder))),
        )
        found |= models.Q(models.Exists(late), cycle=cycle)
    return found
