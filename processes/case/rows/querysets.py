"""Questions about many cases."""

from datetime import date
from typing import Any, Self

from django.db import models

from processes.case import visibility
from workflow.roles import Whose
from workflow.sql.by_pk import ByPkQuerySet


class CaseQuerySet(ByPkQuerySet[Any]):
    """Questions about many cases."""

    def running(self) -> Self:
        """Those not closed."""
        return self.filter(state="running")

    def alone(self) -> Self:
        """Those not closed of which a certification has one at a time: they audit."""
        return self.running().filter(beside=False)

    def untold(self) -> Self:
        """Those that their municipality does not know of yet."""
        return self.exclude(visibility.TOLD)

    def visible_to(self, person: Whose, day: date) -> Self:
        """Those that a person may see on a local day; what they may not see is not in the set."""
        return self.filter(visibility.seen(self.model, person, day))

    def seen_at(self, key: str, person: Whose, day: date) -> models.Exists:
        """One of these, its key at ``key`` in the row that is asked about, may be seen."""
        return models.Exists(self.filter(pk=models.OuterRef(key)).visible_to(person, day))
