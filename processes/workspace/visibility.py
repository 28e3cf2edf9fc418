"""The cases that a person sees, part by part: the newest of each by an index of its own.

All parts together are ``Case.objects.visible_to``. The order is that of the cases' processes, in
which tasks can be found too; every case begins with one.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from processes.case import nodes
from processes.case.models import Case, Certification
from processes.case.reader import Reader
from processes.case.visibility import TOLD, WHOLE, in_team, not_excluded
from processes.roles import MUNICIPAL, OVERSEEING, WORKING
from processes.scheme.models import Edition
from workflow.models import Task, TrailChain
from workflow.queues.first_of_each import FirstOfEach, OfRange, Ranges, held

Cases = models.QuerySet[Case]


class Newest(FirstOfEach):
    """The processes of the ``number`` newest cases of all the ranges together."""

    KEY = "place"
    IN_ORDER = '"one"."place" DESC'
    BESIDE = """
    (SELECT "main_process_id" AS "place" FROM "processes_case")
    "one" ON "one"."place" IN (SELECT "place" FROM ({rows}))"""

    def in_order(self, rows: models.QuerySet[Any]) -> Ranges:
        """The order of each range, each process once."""
        known = rows.filter(main_process__isnull=False).order_by("-main_process")
        return known.values(place=models.F("main_process")).distinct()


@dataclass(frozen=True)
class Visible:
    """Cases that a person may see: those of each range.

    ``are_few``: they are so few that each can be looked at.
    """

    cases: Cases
    ranges: Ranges
    are_few: bool = False

    def having(self, cases: Cases) -> "Visible":
        """Some of the cases, found in these ranges."""
        return replace(self, cases=cases)

    def at_stage(self, cases: Cases, stage: str) -> list[Cases]:
        """Those of the cases that have an open task of the stage, by each way to find them."""
        if self.are_few:
            there = Task.objects.filter(process=models.OuterRef("main_process"), finished=None)
            there = there.filter(flow_task__in=nodes.of_main_flow(stage))
            return [cases.filter(models.Exists(there))]
        task = "main_process__task"
        return [
            cases.filter(**{f"{task}__flow_task": node, f"{task}__finished": None})
            for node in nodes.of_main_flow(stage)
        ]

    def newest(self, number: int) -> Cases:
        """The newest of them, in no order, to be asked for in a greater question."""
        return Case.objects.filter(main_process__in=Newest(self.ranges, self.cases, number))


def visible(reader: Reader) -> list[Visible]:
    """What the reader sees, part by part."""
    served, own = [], []
    if reader.holds(*OVERSEEING):
        served.append(_overseen(reader))
    if reader.holds(*MUNICIPAL):
        own.append(_own(reader))
    if reader.holds(*WORKING):
        served += [_waiting(reader), _waiting_beside(reader), *_worked_in(reader)]
    kept, free = not_excluded(reader.person, *WHOLE), not_excluded(reader.person)
    return [
        *(part.having(part.cases.filter(kept)) for part in served),
        *(part.having(part.cases.filter(free)) for part in own),
    ]


def _held(reader: Reader, *roles: str) -> Any:
    return held(reader.person.pk, reader.today).filter(role__in=roles)


def _overseen(reader: Reader) -> Visible:
    """Those of the schemes of the reader's bodies, edition by edition."""
    bodies = _held(reader, *OVERSEEING).values("organisation_id")
    editions = Edition.objects.filter(scheme__body__in=bodies).values("id")
    return Visible(Case.objects.filter(edition=_of_range("id", Edition)), editions)


def _own(reader: Reader) -> Visible:
    """Those of the reader's municipalities."""
    places = _held(reader, *MUNICIPAL).values("organisation_id")
    certifications = Certification.objects.filter(organisation__in=places).values("id")
    cases = Case.objects.filter(TOLD, certification=_of_range("id", Certification))
    return Visible(cases, certifications, are_few=True)


def _waiting(reader: Reader) -> Visible:
    """Those in which a task waits that the reader may take."""
    waiting = {
        "main_process__task__role": OfRange("role"),
        "main_process__task__organisation": OfRange("organisation_id"),
        "main_process__task__owner": None,
        "main_process__task__finished": None,
    }
    return Visible(Case.objects.filter(**waiting), _held(reader, *WORKING))


def _waiting_beside(reader: Reader) -> Visible:
    """Those beside which a task waits that the reader may take: all that there are, are few."""
    queue = {"role": models.OuterRef("role"), "organisation_id": models.OuterRef("organisation_id")}
    waiting = Task.objects.filter(
        models.Exists(_held(reader, *WORKING).filter(**queue)),
        owner=None,
        finished=None,
        flow_task__in=nodes.beside(),
    )
    return Visible(_about(), _chains(waiting), are_few=True)


def _worked_in(reader: Reader) -> list[Visible]:
    """Those in which the reader has or had a task or is of the audit team.

    They are as many as they do, so each is looked at; in order, all others would be.
    """
    tasks = Task.objects.filter(owner=reader.person)
    team = Case.objects.filter(**in_team(reader.person)).values("id")
    in_audit = Case.objects.filter(pk=_of_range("id", Case))
    return [Visible(_about(), _chains(tasks), are_few=True), Visible(in_audit, team, are_few=True)]


def _about() -> Cases:
    """The case that each range of chains is about, and all that goes on beside it."""
    return Case.objects.filter(main_process__chain=_of_range("chain", TrailChain))


def _chains(tasks: models.QuerySet[Task]) -> Ranges:
    return tasks.values(chain=models.F("process__chain_id")).distinct()


def _of_range(name: str, model: Any) -> OfRange:
    return OfRange(name, model._meta.pk)
