from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from processes import kinds
from processes.application import actions as application_actions
from processes.case.actions import Opening, create, set_off
from processes.case.models import Case
from processes.checks import case_kind_faults
from tests.support import drive
from tests.support.world import World
from workflow.exceptions import Refused

pytestmark = pytest.mark.django_db

SPECIAL = replace(kinds.of("surveillance"), name="special", words="special", may_run_beside=True)


@pytest.fixture
def initial(world: World) -> Case:
    return application_actions.begin(
        world.municipality, world.scheme, by=world.coordinator, at=world.at
    )


def test_a_kind_that_may_run_beside_waits_for_nobody(
    world: World, initial: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "special", SPECIAL)

    beside = create(initial.certification, Opening("special"), by=None, at=world.at)
    set_off(beside, at=world.at)

    running = initial.certification.cases.running()
    assert [one.kind for one in running.order_by("pk")] == ["initial", "special"]
    assert list(initial.certification.cases.alone()) == [initial]


def test_a_kind_that_is_one_entry_goes_from_its_opening_to_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "special", replace(SPECIAL, is_owed=False, ends_as=""))
    before = drive.grant(world)
    opening = Opening("special", previous=before, coordinator=before.coordinator)
    case = create(before.certification, opening, by=world.officer, at=world.at)
    set_off(case, at=world.at)

    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.decide(world, drive.report(world, drive.visit(world, case)))

    assert (case.current_state, case.decisions.get().kind) == ("continued", "continue")
    assert case.certification.certificates.get().current_state == "valid"


def test_a_case_that_audits_waits_for_another(world: World, initial: Case) -> None:
    with pytest.raises(Refused, match=initial.number):
        create(initial.certification, Opening("surveillance"), by=None, at=world.at)


def test_the_database_holds_one_audit_at_a_time(initial: Case) -> None:
    twin = Case.objects.get(pk=initial.pk)
    twin.pk, twin.number, twin.main_process = None, "KS-2026-9999", None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_case_knows_the_version_of_its_flow(initial: Case) -> None:
    assert initial.flow_version == initial.traits.version == 1
    assert kinds.version_of("processes/flows.CertificationFlow2") == 2


def test_a_kind_names_what_is_there() -> None:
    wrong = replace(
        SPECIAL,
        flow="processes/flows.Nowhere",
        stages=("audit", "application"),
        criteria="processes.case.criteria.none",
        ends_as="bored",
    )

    assert [fault.id for fault in case_kind_faults(wrong)] == [
        f"processes.E{number:03}" for number in range(1, 5)
    ]
    assert not any(list(case_kind_faults(kind)) for kind in kinds.KINDS.values())
