"""The list of cases a person may see, filtered, in keyset pages."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models

from processes.case import nodes
from processes.case.models import Case
from processes.case.reader import Reader
from processes.case.turns import Turn, stage_of
from workflow import queues
from workflow.models import Task

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One case in the list, with its open tasks."""

    case: Case
    turns: list[Turn]

    @property
    def stage(self) -> str:
        """The stage in words."""
        return stage_of(self.case, self.turns)

    @property
    def turn(self) -> Turn | None:
        """The first of its open tasks, in the order of queues."""
        return self.turns[0] if self.turns else None


def page(reader: Reader, chosen: dict[str, Any], after: str = "") -> tuple[list[Line], str]:
    """The cases after a key, newest first, and the key of the next page ("" at the end)."""
    cases = filtered(Case.objects.visible_to(reader.person, reader.today), chosen)
    if after.isdecimal():
        cases = cases.filter(pk__lt=int(after))
    related = ("certification__organisation", "certification__scheme")
    found = list(cases.select_related(*related).order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    lines = _with_turns(shown)
    return lines, str(shown[-1].pk) if len(found) > PAGE else ""


def filtered(cases: Any, chosen: dict[str, Any]) -> Any:
    """The cases that match what was chosen."""
    if text := chosen.get("q", "").strip():
        name = models.Q(certification__organisation__name__icontains=text)
        cases = cases.filter(name | models.Q(number__icontains=text))
    for field in ("kind", "state"):
        if chosen.get(field):
            cases = cases.filter(**{field: chosen[field]})
    if stage := chosen.get("stage"):
        open_tasks = Task.objects.filter(status__in=Task.OPEN, flow_task__in=nodes.of_stage(stage))
        cases = cases.filter(main_process__in=open_tasks.values("process"))
    return cases


def _with_turns(cases: list[Case]) -> list[Line]:
    processes = [case.main_process_id for case in cases]
    tasks = Task.objects.filter(process__in=processes, status__in=Task.OPEN).exclude(role="")
    by_process = defaultdict(list)
    for task in tasks.select_related("owner", "organisation").order_by(*queues.ORDER):
        by_process[task.process_id].append(Turn(task, mine=False, takeable=False))
    return [Line(case, by_process[case.main_process_id]) for case in cases]
