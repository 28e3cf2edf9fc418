"""A task that is not the reader's: what it is, whether they may take it, and if not, why."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from processes.case.coming_back import came_back
from processes.case.forms import Declaration
from processes.case.models import Case
from processes.case.open_tasks import OpenTask, who
from processes.case.reader import Reader
from processes.organisations.models import Membership, Person
from processes.reasons import told
from processes.roles import Role
from processes.workspace import inbox
from processes.workspace.inbox import View
from workflow import queues
from workflow.models import Task, TrailEntry
from workflow.sql import bulk


def claim_context(
    task: Task, case: Case, reader: Reader, *, form: Declaration | None = None
) -> dict[str, Any]:
    """What the claim page shows."""
    takeable = task.owner_id is None and queues.may_take(task, reader.person, reader.today)
    if form is None and task.flow_task.declared:
        form = Declaration()
    return {
        "task": task,
        "case": case,
        "is_case": isinstance(case, Case),
        "open_task": OpenTask(task, mine=False, takeable=takeable),
        "may_take": takeable,
        "why_not": "" if takeable else why_not(task, reader),
        "form": form if takeable else None,
        "words": last_words(task),
        "came_back": came_back(task),
        "wish": getattr(task.process, "withdrawal", None),
        "after": OpenTask(task, mine=False, takeable=takeable).next,
    }


def why_not(task: Task, reader: Reader) -> str:
    """Why the reader may not take the task, as a sentence."""
    if task.owner is not None:
        name = {"name": capfirst(who(task))}
        return _("%(name)s has this task.") % name
    if queues.is_excluded(reader.person, task.process, [task.role]):
        return _(
            "You may not take this task: "
            "you have taken part in the case or have a conflict of interest."
        )
    place = {"role": Role(task.role).label, "where": task.organisation}
    return _("This task is for a %(role)s at %(where)s.") % place


def none_left(reader: Reader) -> str:
    """Why nothing could be taken in passing, as a sentence."""
    if inbox.count(View.TEAM, reader):
        return _(
            "Nothing was taken. What is left asks for a declaration of impartiality, or a colleague"
            " is just taking it. Open a task to see."
        )
    return _("Nothing is left to take: your team's queue is empty.")


class Words(NamedTuple):
    """What came with a task that was handed back; without a name the system says it."""

    name: str
    text: str


def last_words(task: Task) -> Words | None:
    """Why the task came back last, as the next person should know it."""
    returned = TrailEntry.objects.filter(
        chain=task.process.chain_id, step="hand_back", data__task=task.pk
    ).exclude(because__in=["", "lease"])
    entry = returned.select_related("actor").order_by("-sequence").first()
    return Words(str(entry.actor or ""), told(entry.because)) if entry else None


def colleagues(task: Task, reader: Reader) -> QuerySet[Person]:
    """The others who may take the task, by name."""
    takers = queues.takers(
        reader.today, role=task.role, organisation=task.organisation_id, process=task.process_id
    )
    people = Person.objects.filter(pk__in=takers.values("person")).exclude(pk=reader.person.pk)
    return people.order_by("name_order", "pk")


def why_not_give(task: Task, people: QuerySet[Person]) -> str:
    """Why the task can be given to nobody, as a sentence; empty if it can."""
    if task.flow_task.declared:
        return _("This task must be taken in person, with a declaration of impartiality.")
    if not people.exists():
        return _("There is no other person in this role to give the task to.")
    return ""


class Fellow(NamedTuple):
    """Somebody who shares a queue with the reader."""

    pk: int
    name: str


def fellows(reader: Reader) -> list[Fellow]:
    """The others who hold one of the reader's roles at its organisation today, by name."""
    shared = {(grant.role, grant.organisation_id) for grant in reader.grants}
    roles, places = {role for role, _ in shared}, {place for _, place in shared}
    found = _fellows(reader.person.pk, reader.today, roles, places)
    # Each role at each of the places: some of them are no queue of theirs.
    each = [Fellow(pk, name) for role, place, pk, name in found if (role, place) in shared]
    return list(dict.fromkeys(each))


def _fellows(
    person: int, day: date, roles: set[str], places: set[int]
) -> QuerySet[Membership, tuple[str, int, int, str]]:
    held = Membership.objects.on(day).filter(
        bulk.among(roles, "role"),
        bulk.among(places, "organisation_id"),
        person__is_active=True,
    )
    others = held.exclude(person=person).order_by("person__name_order", "person", "pk")
    return others.values_list("role", "organisation_id", "person", "person__name")


def holders(places: Iterable[tuple[str, int]], reader: Reader) -> QuerySet[Person]:
    """The others who hold one of the roles at its organisation today, by name."""
    held = Q(pk__in=[])
    for role, organisation in places:
        held |= Q(role=role, organisation=organisation)
    rows = Membership.objects.on(reader.today).filter(held)
    people = Person.objects.filter(is_active=True, pk__in=rows.values("person"))
    return people.exclude(pk=reader.person.pk).order_by("name_order", "pk")
