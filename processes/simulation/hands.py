"""A person at work on one task: what they hold in their hands, and their luck with it."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from processes.case.models import Case
from processes.roles import Role
from processes.simulation.luck import Shares
from processes.simulation.town import Town
from workflow.calendar import local_date
from workflow.models import Task

TEXT = "Så här arbetar vi. Det är beslutat, känt och följs upp."


@dataclass
class Hands:
    """Everything an actor needs to do a task, as its page would give it."""

    its_case: Case | None
    """The case of the task; None of one that is about no case."""
    task: Task
    person: Any
    at: datetime
    luck: Random
    shares: Shares
    times: int
    """How often the task came before in the same case."""
    skill: float
    town: Town

    @property
    def case(self) -> Case:
        """The case of the task. Raises TypeError where it is about none."""
        if self.its_case is None:
            raise TypeError(f"{self.task.flow_task.name} is about no case.")
        return self.its_case

    @property
    def day(self) -> date:
        """The local day."""
        return local_date(self.at)

    @property
    def contributors(self) -> list[Any]:
        """The colleagues at the municipality whom its coordinator may ask."""
        ids = self.town.holding(Role.CONTRIBUTOR, self.case.certification.organisation_id)
        return [self.town.people[one] for one in ids]

    def happens(self, share: float) -> bool:
        """A chance; each time the same task comes again it is a third of what it was."""
        return self.luck.random() < share / 3**self.times

    @property
    def by(self) -> dict[str, Any]:
        """Who does it and when, as actions want it."""
        return {"by": self.person, "at": self.at}


class NotYetError(Exception):
    """The task cannot be finished now: its doer looks at it again in some days."""
