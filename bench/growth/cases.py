"""Ten years of many organisations: two real cases of one of them, and copies of everything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.growth import chains
from bench.growth.copying import Model, Mould, Range, template, unburdened
from notifications.models import Notification
from processes.case.models import NumberSeries
from processes.models import (
    Case,
    Certificate,
    Certification,
    Membership,
    Organisation,
    Person,
    Programme,
    ProgrammeItem,
    Scheme,
    StatusInterval,
)
from processes.renewal.actions import open_case
from processes.roles import Role
from processes.scheme.actions import load_default_scheme
from tests.support import drive, stages
from tests.support import world as worlds
from tests.support.world import LONG_AGO, World
from workflow.models import Exclusion, Process, Task, Timer, TrailChain, TrailEntry

ORGANISATIONS, TEAMS, YEARS = 10_000, 100, 10
STAFF, FIRST, SECOND = 1, 2, 3
ONCE = (
    *(Organisation, Person, Membership, Certification),
    *(Certificate, StatusInterval, Programme, ProgrammeItem),
)
"""What an organisation has one of, however many cases."""
LASTING = (Process, Case, Task, TrailChain, Timer, Notification, Exclusion)
"""What is made for every case; the rest of a case's rows only for its organisation's last one."""
FINISHED = "CASE row.status WHEN 'waiting' THEN 'fired' ELSE row.status END"


@dataclass(frozen=True)
class Plan:
    """How many cases, of how many organisations."""

    cases: int
    organisations: int

    @classmethod
    def of(cls, tasks: int, each: int) -> "Plan":
        cases = -(-tasks // each)
        return cls(cases, max(1, min(ORGANISATIONS, cases // 10)))

    @property
    def shift(self) -> str:
        """How much later than its template the copy ``k`` happened: the last one now."""
        seconds = YEARS * 31_557_600 // self.cases
        return f"interval '1 second' * ((k - {self.cases}) * {seconds}::bigint)"


def fill(tasks: int) -> dict[str, int]:
    """At least so many tasks in an empty database, with all that belongs to them; how many."""
    mould, world = Mould(), _world()
    _staff(mould, world)
    _templates(mould, world)
    rows = next(one for one in mould.ranges if (one.model, one.template) == (Task, FIRST))
    # Not the span of their keys: some keys are drawn and not used.
    plan = Plan.of(tasks, Task.objects.filter(pk__range=(rows.first, rows.last)).count())
    mould.ranges = list(_final(mould.ranges, plan))
    mould.special = _special(mould)
    last = numbers(plan.cases - plan.organisations + 1, plan.cases)
    first, second = (TrailChain.objects.get(key=f"processes.case:{pk}") for pk in _cases())
    with unburdened({one.model for one in mould.ranges} | {TrailEntry}):
        _copy(mould, STAFF, numbers(1, TEAMS - 1))
        _copy(mould, FIRST, last, only=ONCE)
        _copy(mould, SECOND, last)
        chains.copy(mould, second, last)
        mould.special |= {"shift": plan.shift, "workflow_timer.status": FINISHED}
        _copy(mould, FIRST, numbers(1, plan.cases), only=LASTING)
        _copy(mould, FIRST, last, but=(*LASTING, *ONCE))
        chains.copy(mould, first, numbers(1, plan.cases))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"cases": plan.cases, "organisations": plan.organisations}


def numbers(first: int, last: int) -> str:
    """Which copies are made."""
    return f"SELECT generate_series({first}, {last})"


def _world() -> World:
    world = worlds.build()
    world.at = timezone.now() - timedelta(days=2)
    Scheme.objects.filter(pk=world.scheme.pk).update(is_open=False, prefix="LITEN")
    world.scheme = load_default_scheme(world.at)
    return world


def _staff(mould: Mould, world: World) -> None:
    """Those who work at the body, of whom there are more than one of each."""
    with template(mould, STAFF, f"(k % {TEAMS})"):
        for name in ("officer", "auditor", "decision_maker"):
            someone = _person(name)
            Membership.objects.create(
                person=someone, organisation=world.body, role=Role(name), from_date=LONG_AGO
            )
            setattr(world, name, someone)


def _templates(mould: Mould, world: World) -> None:
    """A case from application to certificate, and the surveillance that follows, half way."""
    with template(mould, FIRST):
        for name in ("coordinator", "signatory", "contributor"):
            setattr(world, name, _person(name))
        place = stages.new_municipality(world, "GROWTH", "Tillväxt")
        stages.granted(world, place)
    with template(mould, SECOND):
        programme = Programme.objects.get(certificate__certification__organisation=place)
        open_case(programme.items.earliest("opens_date"), at=world.at)
        drive.assess(world, Case.objects.latest("pk"))


def _person(name: str) -> Person:
    person: Person = Person.objects.create_user(f"{name}@growth.example", name=name.title())
    return person


def _final(ranges: Iterable[Range], plan: Plan) -> Iterable[Range]:
    """What an organisation has once goes with each of its cases."""
    for one in ranges:
        if one.model in (NumberSeries, TrailEntry):
            continue
        once = one.model in ONCE and one.template != STAFF
        yield replace(one, factor=f"((k - 1) % {plan.organisations} + 1)") if once else one


def _special(mould: Mould) -> dict[str, str]:
    """What must differ in each copy, and what a case of years ago no longer waits for."""
    numbered = (
        *("organisation.name", "case.number"),
        *("certificate.number", "statusinterval.number"),
    )
    return {
        "shift": "interval '0'",
        "processes_organisation.code": "'G' || k",
        "processes_person.email": "'k' || k || row.email",
        **{f"processes_{one}": f"row.{one.split('.')[1]} || '-' || k" for one in numbered},
        "workflow_process.business_key": "row.business_key || '-' || k",
        "workflow_trailchain.key": mould.moved_name("row.key"),
        "notifications_notification.subject": mould.moved_name("row.subject"),
        "notifications_notification.message_id": "'<' || md5(row.message_id || k) || '@x>'",
        "notifications_notification.status": "replace(row.status, 'pending', 'sent')",
    }


def _cases() -> list[int]:
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


def _copy(
    mould: Mould,
    template: int,
    which: str,
    *,
    only: tuple[Model, ...] = (),
    but: tuple[Model, ...] = (),
) -> None:
    for one in mould.ranges:
        if one.template == template and one.model not in but and (not only or one.model in only):
            mould.copy(one, which)
