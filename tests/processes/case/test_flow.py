"""The main line, step by step."""

from tests.support import drive
from tests.support.world import World


def test_a_clean_case_goes_from_application_to_certificate(world: World) -> None:
    case = drive.grant(world)

    assert case.current_state == "granted"
    assert drive.issued(case).expiry_date.year == world.at.year + 3


def test_a_case_with_a_major_needs_verification_before_the_decision(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world), {"LED-01": "major"}))
    assert drive.nodes(case) == ["answer_findings"]

    case = drive.accept_answers(world, drive.answer(world, case))
    assert drive.nodes(case) == ["verify_majors"]

    case = drive.verify(world, case)
    assert drive.nodes(case) == ["decide"]
