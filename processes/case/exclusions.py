"""Who is kept from a case, and from what: the exclusions of its process.

They concern what the certification body does in the case: whoever also coordinates it for the
municipality goes on doing that. Each says where it comes from. Those that come from ties follow
the ties, in both directions; what somebody declared or did is never lifted.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple, cast

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import Signal
from django.utils import timezone

from processes.case.models import Case, Certification
from processes.organisations import impartiality
from processes.organisations.impartiality import Tie
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.reasons import kept, told
from processes.roles import BODY, Role
from workflow import acts, queues, timers, trail
from workflow.calendar import local_date, start_of
from workflow.models import Exclusion, Process, Task
from workflow.models.promises import keeps
from workflow.queues import directory
from workflow.queues import exclusions as known
from workflow.sql import unit_of_work

RECONSIDER = "reconsider"


class Source(models.TextChoices):
    """Where an exclusion comes from."""

    TIES = impartiality.SOURCE, "a role at the municipality or a tie to it"
    DECLARED = "declared", "the person's own declaration"
    OBJECTED = "objected", "an objection that was upheld"
    REPLACED = "replaced", "somebody took the person's place in the audit team"
    TOOK_PART = "took_part", "the person took part earlier"


readmitted = Signal(use_caching=True)
"""Somebody is no longer kept from a case by a tie: ``case``, ``person``, ``at``."""


excluded = Signal(use_caching=True)
"""Somebody is kept from all that the body does in a ``process``: ``person``, ``at``."""


def people(process: int | None, *roles: str) -> set[int]:
    """The keys of those who are excluded from a process in one of the roles."""
    return set(known.people(process, *roles).values_list("person", flat=True))


def people_of_all(certification: Certification, role: str) -> set[int]:
    """The keys of those who are excluded in a role from any of the cases of a certification."""
    rows = known.of_many(models.Q(process__in=certification.cases.values("main_process")))
    return known.whom(((person, excluded_from) for _key, person, excluded_from in rows), role)


class Against(NamedTuple):
    """What speaks against a person in a case: why they may not, in words, and what to know."""

    why: str
    remarks: tuple[str, ...]


def against(people: Iterable[int], case: Case, role: Role, day: date) -> dict[int, Against]:
    """What speaks against each of some people, by their keys, as somebody of a role in a case.

    What is known of the case (they took part, declared a conflict, were objected to) and of them:
    their roles and ties elsewhere count also before they have any part in the case.
    """
    excluded = dict(known.reasons(case.main_process_id, role))
    grounds = impartiality.grounds_of(people, case.organisation, day)
    found = {}
    for person, some in grounds.items():
        tied = next((one.reason for one in some if one.is_hard), "")
        why = told(excluded[person]) if person in excluded else tied
        found[person] = Against(why, tuple(one.remark for one in some if not one.is_hard))
    return found


@acts.one()
def exclude(
    process: Any, person: Person, *, reason: str, at: datetime, role: str = "", source: str = ""
) -> None:
    """Keep a person from a process's tasks of a role ("" = of all roles of the body).

    What the person has taken of them goes back to its queue: nobody else could do it otherwise.
    Who is kept from all roles is kept from what runs beside the process as well.
    """
    beside = [] if role else _beside(process)
    for one in (process, *beside):
        _exclude(one, person, list(BODY) if not role else [role], (reason[:200], source), at)
    if not role:
        excluded.send(sender=Exclusion, process=process, person=person, at=at)


def _beside(process: Process) -> list[Process]:
    """The other processes about the same case; its own also when it has ended, as to be seen."""
    same = {"subject_type": process.subject_type_id, "subject_id": process.subject_id}
    counts = models.Q(finished=None) | models.Q(case__isnull=False)
    return list(Process.objects.filter(counts, **same).exclude(pk=process.pk))


def _exclude(
    process: Process, person: Person, roles: list[str], why: tuple[str, str], at: datetime
) -> None:
    reason, source = why
    rows = [
        Exclusion(process=process, person=person, role=role, reason=reason, source=source)
        for role in roles
    ]
    is_new = directory.exclude(*rows)
    if len(roles) == 1 and not is_new:
        return  # as at each step of an auditor: what they had went back at their first
    if not is_new:
        rows = list(Exclusion.objects.filter(process=process, person=person, source=source))
    directory.prove(process.subject, at=at, rows=tuple(rows))
    taken = queues.taken_in(process.pk, person.pk, roles)
    unit_of_work.change(taken.part, partial(_hand_back, at=at))


def _hand_back(keys: list[int], *, at: datetime) -> None:
    for task in Task.objects.filter(pk__in=keys) if keys else ():
        queues.hand_back(task, by=None, at=at)


deciding: list[Callable[[], Iterable[str]]] = []
"""What says by which roles is decided: the stage that knows adds it."""


def keep_from_deciding(process: Any, person: Person, *, why: str, at: datetime) -> None:
    """Whoever took part in a case never decides it, in whichever role (obligation 46, in part).

    ``why``: the key of the reason (``processes/reasons.py``).
    """
    for role in sorted({role for roles in deciding for role in roles()}):
        exclude(process, person, at=at, role=role, reason=kept(why), source=Source.TOOK_PART)


def keep_away(case: Case, *, at: datetime) -> None:
    """From its first day a case is kept from the body's people whom a tie excludes."""
    reasons = _reasons_in(case, at)
    people = Person.objects.in_bulk(reasons) if reasons else {}
    for key, person in people.items():
        exclude(case.main_process, person, reason=reasons[key], at=at, source=Source.TIES)


def catch_up(case: Case, *, at: datetime) -> None:
    """Let an ended case about which something begins anew follow the ties as they are now."""
    wanted = _reasons_in(case, at)
    kept_now = Exclusion.objects.filter(source=Source.TIES, process=case.main_process_id)
    present = set(kept_now.values_list("person", flat=True))
    for person in sorted(wanted.keys() - present):
        _keep(case, person, wanted[person], at)
    for person in sorted(present - wanted.keys()):
        _lift(case, person, at)


def _reasons_in(case: Case, at: datetime) -> dict[int, str]:
    """Why each of the body's people whom a tie excludes may not work in a case."""
    party = case.certification.organisation_id
    staff = Membership.objects.filter(organisation=case.scheme.body_id).values("person")
    ties = impartiality.ties(models.Q(person__in=staff) & impartiality.near(party))
    return _reasons(ties, party, at)


def _reasons(ties: Collection[Tie], party: int, at: datetime) -> dict[int, str]:
    """Why each of some people may not work in a municipality's case; who may is left out."""
    grounds = [impartiality.ground_of(tie, party, local_date(at)) for tie in ties]
    return {one.tie.person: one.kept for one in reversed(grounds) if one.is_hard}


Pairs = dict[tuple[int, int], str]
"""Why, by the keys of a case and a person."""


def reconsider(people: Collection[int] | None, *, at: datetime) -> None:
    """Let the exclusions of cases follow what is known of people's ties now.

    Of running ones, and of those that ended and about which something goes on, as an appeal.
    ``people``: by their keys; None is everybody.
    """
    with transaction.atomic():
        bodies = _bodies(people)
        ties = impartiality.ties(models.Q(person__in=list(bodies))) if bodies else []
        wanted, present = _wanted(bodies, ties, at), _present(bodies)
        cases = Case.objects.in_bulk({case for case, _person in wanted.keys() ^ present})
        for case, person in sorted(wanted.keys() - present):
            _keep(cases[case], person, wanted[case, person], at)
        for case, person in sorted(present - wanted.keys()):
            _lift(cases[case], person, at)
        for person in bodies:
            _look_again(person, [tie for tie in ties if tie.person == person], at)


def _bodies(people: Collection[int] | None) -> dict[int, set[int]]:
    """At which bodies each of the people has, had or will have a role."""
    rows = Membership.objects.filter(organisation__kind=Organisation.Kind.BODY)
    if people is not None:
        rows = rows.filter(person__in=list(people))
    found: dict[int, set[int]] = {}
    for person, body in rows.values_list("person", "organisation"):
        found.setdefault(person, set()).add(body)
    return found


def _wanted(bodies: dict[int, set[int]], ties: list[Tie], at: datetime) -> Pairs:
    """Which cases are to be kept from whom by a tie."""
    places = {tie.organisation for tie in ties}
    pairs = impartiality.neighbours_of(places)
    near = places | {neighbour for _place, neighbour in pairs}
    cases = Case.objects.filter(_goes_on("main_process"), certification__organisation__in=near)
    wanted: Pairs = {}
    for case, party, body in cases.values_list("pk", *PLACES) if near else ():
        some = [
            tie
            for tie in ties
            if body in bodies[tie.person]
            and (tie.organisation == party or (tie.organisation, party) in pairs)
        ]
        wanted |= {(case, who): why for who, why in _reasons(some, party, at).items()}
    return wanted


PLACES = ("certification__organisation", "certification__scheme__body")


def _present(bodies: Collection[int]) -> set[tuple[int, int]]:
    """Which cases are kept from whom by a tie."""
    exclusions = Exclusion.objects.filter(source=Source.TIES, person__in=list(bodies))
    here = exclusions.filter(_goes_on("process"), process__case__isnull=False)
    return set(here.values_list("process__case", "person")) if bodies else set()


def _goes_on(process: str) -> models.Q:
    """Something about the case is not ended: its own process, at this path, or one beside it."""
    chain = models.OuterRef(f"{process}__chain")
    return models.Q(models.Exists(Process.objects.filter(chain=chain, finished=None)))


def _keep(case: Case, person: int, reason: str, at: datetime) -> None:
    somebody = Person.objects.get(pk=person)
    _record(case, "keep_away", kept("kept_away", name=somebody.name, why=reason), at)
    exclude(case.main_process, somebody, reason=reason, at=at, source=Source.TIES)


def _lift(case: Case, person: int, at: datetime) -> None:
    somebody = Person.objects.get(pk=person)
    _record(case, "readmit", str(somebody), at)
    exclusions = Exclusion.objects.filter(person=person, source=Source.TIES)
    main = cast(Process, case.main_process)
    lifted = exclusions.filter(process__in=[main.pk, *(one.pk for one in _beside(main))])
    directory.prove(case, at=at, gone=tuple(lifted))
    directory.lift(lifted)
    readmitted.send(sender=Case, case=case, person=somebody, at=at)


def _record(case: Case, step: str, because: str, at: datetime) -> None:
    """Tell the case's history, and hold its head: nobody reads its exclusions beside this."""
    trail.record(trail.Event(subject=case, step=step, by=None, at=at, because=because))


def _look_again(person: int, ties: list[Tie], at: datetime) -> None:
    """Promise to reconsider a person on the next day on which a tie may begin or cease to count."""
    somebody = Person(pk=person)
    timers.stop(somebody, RECONSIDER, at=at)
    change = impartiality.next_change(ties, local_date(at))
    if change is not None:
        timers.start(somebody, RECONSIDER, due_at=start_of(change))


@keeps("processes.person", RECONSIDER)
def reconsider_person(person: Person, *, at: datetime) -> None:
    """A tie begins or ceases to count with the day."""
    reconsider([person.pk], at=at)


def see_known(sender: type[models.Model], instance: Any, **more: object) -> None:
    """A role or a tie that is noted or changed, whichever way, counts in the running cases."""
    reconsider([instance.person_id], at=timezone.now())


def see_neighbours(sender: type[models.Model], action: str, **more: object) -> None:
    """Municipalities that become neighbours, or cease to be, count in the running cases."""
    if action.startswith("post_"):
        reconsider(None, at=timezone.now())


post_save.connect(see_known, sender=Membership, dispatch_uid="processes.exclusions.role")
post_save.connect(see_known, sender=Interest, dispatch_uid="processes.exclusions.tie")
m2m_changed.connect(
    see_neighbours, sender=Organisation.neighbours.through, dispatch_uid="processes.exclusions.near"
)
