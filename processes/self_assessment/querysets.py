"""Questions about many answers and contributions."""

from typing import Any, Self

from django.db import models

from workflow.models import Task
from workflow.roles import Whose
from workflow.sql.by_pk import ByPkQuerySet


class AnswerQuerySet(models.QuerySet[Any]):
    """Questions about the answers of one self-assessment."""

    def in_order(self) -> Self:
        """As the edition orders its areas and criteria."""
        places = ("criterion__area__position", "criterion__position", "criterion__code")
        return self.select_related("criterion__area").order_by(*places)


class ContributionQuerySet(ByPkQuerySet[Any]):
    """Questions about what colleagues were asked for."""

    def asked(self) -> Self:
        """Those not yet delivered or withdrawn."""
        return self.filter(state="asked")

    def held_by(self, person: Whose) -> Self:
        """Those whose open task the person has."""
        tasks = Task.objects.filter(owner=person, status__in=Task.OPEN)
        return self.asked().filter(own_process__in=tasks.values("process"))
