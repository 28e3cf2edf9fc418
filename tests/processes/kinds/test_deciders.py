"""Who decides is said by the kinds of decision, and by nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from processes.decision import kinds
from processes.decision.kinds import DecisionKind
from processes.flows import CertificationFlow
from processes.flows.amendment import AmendmentFlow
from processes.flows.sanction import SanctionFlow
from processes.roles import HELD_AT, Role
from tests.support import drive
from tests.support.world import World
from workflow.models import Exclusion


@pytest.mark.obligation(50)
def test_nothing_but_the_kinds_says_who_decides() -> None:
    """Who holds the role is another matter: the table of roles, people of a made-up town."""
    root = Path(kinds.__file__).parents[1]

    named = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "migrations" not in path.parts and "DECISION_MAKER" in path.read_text()
    }

    assert named == {"roles.py", "decision/kinds.py", "simulation/town.py"}


def test_the_rooms_of_a_case_are_opened_by_who_decides_its_kinds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nodes = [CertificationFlow.instance.node("decide"), AmendmentFlow.instance.node("reconsider")]
    nodes.append(SanctionFlow.instance.node("decide_sanction"))
    assert {node.queue.role for node in nodes} == {kinds.KINDS["grant"].who_decides}
    assert kinds.case_decider() == kinds.KINDS["grant"].who_decides

    monkeypatch.setitem(
        kinds.KINDS, "refuse", replace(kinds.KINDS["refuse"], who_decides=Role.ADMINISTRATOR)
    )

    with pytest.raises(ImproperlyConfigured, match="one room"):
        kinds.case_decider()


@pytest.mark.obligation(46)
def test_whoever_audits_is_kept_from_every_role_that_decides(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = DecisionKind(name="end", who_decides=Role.OFFICER)
    monkeypatch.setitem(kinds.KINDS, "end", end)

    case = drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))

    kept = Exclusion.objects.filter(process=case.main_process, person=world.auditor)
    assert set(kept.values_list("role", flat=True)) >= {Role.OFFICER, Role.DECISION_MAKER}


@pytest.mark.obligation(50)
def test_who_decides_belongs_to_the_body() -> None:
    """No role that decides can be held anywhere but at the certification body."""
    places = {
        place for place, roles in HELD_AT.items() for role in kinds.deciders() if role in roles
    }

    assert places == {"body"}
