"""What a task is called: by its node, and otherwise where it has come back."""

from typing import Any

from viewflow.workflow.base import Node


class Titled:
    """Mixed into the task."""

    flow_task: Node
    came_from: list[list[str]]

    @property
    def again(self) -> Any:
        """What its node says of a task that came back; None where it is there for the first time.

        Reads no column of tasks of nodes to which nothing comes back.
        """
        said = getattr(self.flow_task, "again", None)
        if said is None:
            return None
        return said if any(name in said.after for name, _token in self.came_from) else None

    @property
    def title(self) -> str:
        """What is to be done, as a verb."""
        again = self.again
        return str(again.title if again else self.flow_task.task_title)
