"""The list of cases a person may see, filtered, in keyset pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.case.open_tasks import OpenTask, stage_of
from processes.case.reader import Reader
from processes.scheme.models import Scheme
from processes.workspace.stalled import STALLED, is_stalled
from processes.workspace.visibility import Cases, Visible, visible
from workflow import queues
from workflow.language import human_date
from workflow.models import Task
from workflow.sql.by_pk import key_of
from workflow.sql.paging import united
from workflow.sql.substrings import containing

PAGE = 50
OF_A_LINE = ("certification__organisation", "certification__scheme")
NEAR = 30
"""Days before a hard date from which the list marks it."""
SOUGHT = (
    "certification__organisation__name",
    "certification__organisation__full_name",
    "number",
)


@dataclass(frozen=True)
class Line:
    """One case in the list, with its open tasks."""

    case: Case
    open_tasks: list[OpenTask]
    today: date

    @property
    def stage(self) -> str:
        """The stage in words."""
        return stage_of(self.case, self.open_tasks)

    @property
    def is_overdue(self) -> bool:
        """The surveillance that it is, is overdue."""
        # By name: a stage may not import a later one.
        item = getattr(self.case, "programme_item", None)
        return item is not None and item.current_state == "owed"

    @property
    def mark(self) -> str:
        """The day that must not be missed, when it is near or over; "" otherwise."""
        what, day = self.case.hard_date or ("", None)
        if day is None or (day - self.today).days > NEAR:
            return ""
        words = _("Visit by %(day)s") if what == "visit" else _("Decision by %(day)s")
        return words % {"day": human_date(day, self.today)}

    @property
    def open_task(self) -> OpenTask | None:
        """The first of its open tasks, in the order of queues."""
        return self.open_tasks[0] if self.open_tasks else None


def page(reader: Reader, chosen: dict[str, Any], after: str = "") -> tuple[list[Line], str]:
    """The cases after a key, newest first, and the key of the next page ("" at the end)."""
    several = [
        part.having(following(cases, after)).newest(PAGE + 1)
        for part in visible(reader)
        for cases in filtered(part, chosen, reader.today)
    ]
    keys = [key for (key,) in united(several, "main_process")] if several else []
    related = (*OF_A_LINE, "programme_item", "audit")
    cases = Case.objects.filter(main_process__in=keys).select_related(*related)
    found = list(cases.order_by("-main_process")[: PAGE + 1])
    shown = found[:PAGE]
    return _with_open_tasks(shown, reader.today), str(shown[-1].main_process_id) if len(
        found
    ) > PAGE else ""


def following(cases: Cases, after: str) -> Cases:
    """Those after the key; what nobody wrote begins from the first page."""
    key = key_of(after)
    return cases if key is None else cases.filter(main_process__lt=key)


def filtered(part: Visible, chosen: dict[str, Any], day: date) -> list[Cases]:
    """The part's cases that match what was chosen, by each way to find them."""
    stands_still = chosen.get("state") == STALLED
    exact = {name: chosen[name] for name in ("kind", "state") if chosen.get(name)}
    if stands_still:
        del exact["state"]
    several = [part.cases.filter(**exact)]
    if stands_still:
        several = [cases.filter(is_stalled(day)) for cases in several]
    if stage := chosen.get("stage"):
        several = part.at_stage(several[0], stage)
    if text := chosen.get("q", "").strip():
        ways = [containing(column, text) for column in SOUGHT]
        ways.append(Q(certification__scheme__in=Scheme.objects.titled(text)))
        return [cases.filter(way) for cases in several for way in ways]
    return several


def _with_open_tasks(cases: list[Case], today: date) -> list[Line]:
    processes = [case.main_process_id for case in cases]
    tasks = Task.objects.filter(process__in=processes, status__in=Task.OPEN).exclude(role="")
    by_process = defaultdict(list)
    for task in tasks.select_related("owner", "organisation").order_by(*queues.ORDER):
        by_process[task.process_id].append(OpenTask(task, mine=False, takeable=False))
    return [Line(case, by_process[case.main_process_id], today) for case in cases]
