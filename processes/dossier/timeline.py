"""The history of a case, newest first, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.case.nodes import flows
from processes.case.reader import Reader
from processes.case.sides import serves
from processes.dossier.wording import happened
from processes.reasons import told
from workflow import trail
from workflow.models import TrailEntry
from workflow.queues.directory import EXCLUDE
from workflow.trail import spans

UNTOLD = (EXCLUDE, spans.END, "plan", "freeze", "seal", "load")
"""Entries that prove rows, and tell people nothing that others do not."""
PRIVATE = (
    *("case.declare_partiality", "case.keep_away", "case.readmit"),
    *("audit.change_team", "vacancy.fill", "vacancy.leave_empty"),
)
INSIDE = ("note", "register_inside", "attach_inside")
"""Steps of which the municipality does not even know that they were taken."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    title: str
    at: datetime
    who: str
    text: str
    url: str = ""


def entries(case: Case, reader: Reader, *, latest: int | None = None) -> list[Entry]:
    """Everything that happened; a conflict of interest is told to the body alone."""
    inside = serves(case, reader)
    hidden = UNTOLD if inside else (*UNTOLD, *INSIDE)
    told = trail.history(case).exclude(step__in=hidden)
    found = told.order_by("-sequence")[:latest]
    return [_entry(entry, private=not inside) for entry in found]


def _entry(entry: TrailEntry, *, private: bool) -> Entry:
    hidden = private and entry.event in PRIVATE
    return Entry(
        title=_title(entry),
        at=entry.at,
        who=str(entry.actor or _("The system")),
        text="" if hidden else told(entry.because),
    )


def _title(entry: TrailEntry) -> str:
    title, node = happened(entry.event), _node(entry)
    return f"{title}: {node}" if node else title


def _node(entry: TrailEntry) -> str:
    """The task an entry is about, as its verb."""
    name = entry.data.get("node", "")
    found = (flow.instance.node(name, no_obsolete=True) for flow in flows() if name)
    return next((str(node.task_title) for node in found if node), "")
