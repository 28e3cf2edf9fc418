"""The base of every row of a stage."""

from typing import Any

from workflow.models import Process, StatefulModel


class StageModel(StatefulModel):
    """A row of one stage of a case: it shares the case's process, places and trail."""

    process_path = "case__main_process"
    case: Any

    class Meta:
        abstract = True

    @property
    def process(self) -> Process | None:
        """The case's process."""
        process: Process | None = self.case.main_process
        return process

    @property
    def process_id(self) -> int | None:
        """The key of the case's process."""
        key: int | None = self.case.main_process_id
        return key

    @property
    def trail_root(self) -> StatefulModel:
        """The case: one chain for everything that happens in it."""
        root: StatefulModel = self.case
        return root

    @property
    def places(self) -> frozenset[int]:
        """The case's."""
        places: frozenset[int] = self.case.places
        return places
