"""Whoever edits a row past the trail is found: facts, not only entries, are verified."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction

from processes.models import Case, Certificate, Membership
from processes.roles import Role
from tests.support import drive, stages
from tests.support.world import LONG_AGO, START, World
from workflow.models import Exclusion, TrailEntry, TrailSeal
from workflow.trail import facts, proof


@pytest.fixture
def granted(world: World) -> Case:
    """A certificate, and everything on the way proven."""
    proof.seal(world.at)
    return drive.grant(world, {"LED-03": "minor", "TID-03": "major"})


def test_a_whole_case_differs_nowhere_from_its_trail(granted: Case) -> None:
    assert list(proof.differences()) == []


def _edited(field: Any, value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=value)
        empty = field.null and value is not None
        return None if empty else others.values_list("pk", flat=True).first()
    if isinstance(field, models.JSONField):
        return {"edited": True}
    if isinstance(field, models.DateTimeField):
        return (value or START) + timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or START.date()) + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return 1 if value is None else value + 1
    return f"{str(value)[: field.max_length - 1]}x" if field.max_length else f"{value} x"


def _edit(row: Any, name: str) -> bool:
    """Change one column past the trail; False if the database itself refuses."""
    field = next(one for one in row._meta.concrete_fields if one.attname == name)
    edited = _edited(field, getattr(row, name))
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: edited})
    except IntegrityError:
        return False
    return True


def _edits() -> set[tuple[str, str]]:
    """Edit every column of every proven row; of which row which."""
    done = set()
    for model, table in facts.tables().items():
        for row in model._base_manager.all():
            known = set(facts.row_facts(row, ""))
            if not table.since(row):
                continue
            # The state last: it says which other columns are compared.
            for name in sorted(known & {*table.plain, *table.texts}, key="state".__eq__):
                if name != "state" and _edit(row, name):
                    done.add((facts.name_of(row), name))
    return done


GRADES = {"LED-03": "minor", "TID-03": "major"}
CASES = 9


def _granted(world: World, place: Any) -> Case:
    case = drive.assess(world, drive.accept(world, drive.apply(world, place)))
    case = drive.report(
        world, drive.visit(world, drive.plan(world, drive.lead(world, case)), GRADES)
    )
    return drive.decide(world, drive.corrective_actions_done(world, case))


@pytest.mark.obligation(85)
@pytest.mark.slow
def test_a_thousand_edits_of_facts_are_each_named(world: World) -> None:
    places = [stages.new_municipality(world, f"9{n:03}", f"Ort {n}") for n in range(CASES)]
    proof.seal(world.at)
    for place in places:
        _granted(world, place)

    edits = _edits()

    told = {(one.row, one.what.removesuffix(" differs")) for one in proof.differences()}
    assert edits - told == set()
    assert len(edits) >= 1000


HANGING = {
    "a grade": ("Finding", {"grade": "strength"}),
    "a finding's statement": ("Finding", {"statement": "Annat"}),
    "an answer's level": ("Answer", {"level": 4}),
    "an answer's motivation": ("Answer", {"motivation": "Annat"}),
    "a snapshot": ("Snapshot", {"content": {}}),
    "a criterion's guidance": ("Criterion", {"guidance_sv": "Annat"}),
    "the decision rule": ("DecisionRule", {"must_share": 1}),
    "a window of the cycle": ("SurveillanceWindow", {"to_month": 13}),
    "a comment's answer": ("SentenceComment", {"answer": "Annat"}),
}


@pytest.mark.parametrize("name", HANGING)
def test_what_hangs_on_a_row_is_proven_with_it(name: str, world: World) -> None:
    proof.seal(world.at)
    case = drive.grant(world, GRADES)
    model, values = HANGING[name]
    rows = apps.get_model("processes", model).objects
    if model == "SentenceComment":
        report = case.audit.reports.get()
        rows.create(report=report, sentence=0, text="Fel", by=world.coordinator, at=world.at)
    else:
        rows.filter(pk=rows.earliest("pk").pk).update(**values)

    assert [one.what for one in proof.differences()] != []


def test_a_row_that_is_gone_or_was_put_there_is_named(granted: Case, world: World) -> None:
    world.observer.memberships.all().delete()
    Membership.objects.create(
        person=world.observer, organisation=world.body, role=Role.OFFICER, from_date=LONG_AGO
    )
    Exclusion.objects.filter(process=granted.main_process).delete()

    told = [one.what for one in proof.differences()]

    assert told.count("is proven by no entry") == 1
    assert told.count("is gone") >= 2


def test_what_a_fact_said_is_not_in_the_trail(granted: Case) -> None:
    entries = TrailEntry.objects.filter(subject_label="processes.application")

    assert "Service till företag" not in str([one.data for one in entries])


def test_a_seal_proves_what_is_there_and_is_not_repeated(world: World) -> None:
    assert proof.seal(world.at) > 10

    assert proof.seal(world.at) == 0
    assert list(proof.differences()) == []
    assert TrailEntry.objects.filter(step="seal").exists()


def test_only_what_is_newly_proven_is_sealed_by_a_migration(world: World) -> None:
    TrailSeal.objects.all().delete()  # where migrations made the tables, there is one
    proof.seal_new_facts("default", plan=["one"])
    first = TrailSeal.objects.get()
    world.observer.memberships.update(role=Role.OFFICER)
    Membership.objects.create(
        person=world.observer, organisation=world.body, role=Role.AUDITOR, from_date=LONG_AGO
    )

    proof.seal_new_facts("default", plan=["another"])

    assert TrailSeal.objects.get() == first
    assert sorted(one.what for one in proof.differences()) == [
        "is proven by no entry",
        "role differs",
    ]


def test_one_command_says_whether_all_holds(granted: Case) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "hold" in out.getvalue()

    Certificate.objects.update(expiry_date=date(2099, 1, 1))

    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify", stdout=out)
    assert "expiry_date differs" in out.getvalue()
