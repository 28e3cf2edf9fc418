"""What each role mainly does, told once; a pointer and a keyboard both do it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from processes.models import Case, Contribution, Decision, Finding, RenewalCycle
from processes.roles import Role
from tests.browser.doing import Hand, wait_until_saved
from tests.support import drive, stages
from tests.support.assessing import answer_of, ask
from tests.support.world import World
from workflow.models import Task

TEXT = "Vi har ett beslut och en ansvarig."


@dataclass(frozen=True)
class MainTask:
    """Who does it, what must be the case before, what she does, how it ends."""

    who: str
    prepare: Callable[[World], Any]
    do: Callable[[Hand], None]
    is_done: Callable[[World], bool]


def take(hand: Hand, title: str) -> None:
    """From the inbox to a task of the team, and take it."""
    hand.follow("My team, not taken")
    hand.follow(title)
    hand.press("Take the task")


def take_declaring(hand: Hand, title: str) -> None:
    """The same for a task of which an impartial person is asked."""
    hand.follow("My team, not taken")
    hand.follow(title)
    hand.choose("declaration", "none")
    hand.press("Take the task")


# coordinator


def apply(hand: Hand) -> None:
    hand.follow("New application")
    hand.press("Begin the application")
    hand.write("scope", "Service till företag")
    hand.write("sites", "Stadshuset")
    hand.write("consultancy", "Nej")
    hand.press("Check the application")
    hand.press("Submit the application")


def one_answer_missing(world: World) -> Case:
    case = stages.assessing(world, world.municipality)
    answers = case.self_assessment.answers.exclude(criterion__code="LED-01")
    answers.update(level=3, motivation="Så gör vi.")
    return case


def answer_and_hand_over(hand: Hand) -> None:
    hand.follow("Assess your own service")
    hand.follow("Krav 1")
    hand.choose("level", "3")
    hand.write("motivation", TEXT)
    wait_until_saved(hand.page)
    hand.page.reload()
    assert hand.page.input_value("[name=motivation]") == TEXT
    hand.press("Save and continue later")
    hand.follow("Check and hand over")
    hand.press("Hand over to the signatory")


# contributor


def asked_for_one(world: World) -> Contribution:
    return ask(world, stages.assessing(world, world.municipality), "LED-01")


def contribute(hand: Hand) -> None:
    hand.follow("Contribute to the self-assessment")
    hand.follow("Krav 1")
    hand.choose("level", "2")
    hand.write("motivation", TEXT)
    hand.press("Save and go to the list")
    hand.press("Deliver")


# signatory


def sign(hand: Hand) -> None:
    take(hand, "Sign the agreement")
    hand.tick("agree")
    hand.press("Sign the agreement")


# officer


def accept(hand: Hand) -> None:
    take(hand, "Review the application")
    for question in ("enough_information", "body_is_competent", "no_conflict_of_interest"):
        hand.choose(question, "yes")
    hand.press("Accept the application")


def take_next(hand: Hand) -> None:
    hand.follow("My team, not taken")
    hand.press("Take the next task")
    assert "/task/" in hand.page.url


# auditor


def present_a_team(hand: Hand) -> None:
    take_declaring(hand, "Lead the audit")
    hand.press("Present the team")


def grade(hand: Hand) -> None:
    hand.follow("Visit and grade every criterion")
    hand.follow("Go to the workspace")
    hand.follow("Krav 1")
    hand.choose("level", "1")
    hand.choose("grade", "minor")
    hand.write("statement", "Rutinen saknas.")
    hand.write("evidence_reference", "Samtal med två.")
    hand.press("Save and go to the next")


# decision maker


def ready_to_decide(world: World) -> Case:
    visited = drive.visit(world, stages.visiting(world, world.municipality))
    return drive.report(world, visited)


def grant(hand: Hand) -> None:
    take_declaring(hand, "Review everything and decide")
    hand.choose("choice", "grant")
    hand.write("reasons", "Kraven är uppfyllda.")
    hand.press("Record the decision")


# administrator


def change_the_cycle(hand: Hand) -> None:
    hand.follow("Administration")
    hand.follow("Lots")
    hand.press("New renewal cycle")
    hand.follow("Change the draft")
    hand.write("windows", "10–12, 18–21")
    hand.press("Save and see the effect")
    assert "/preview/" in hand.page.url


# observer


def read_a_certificate(hand: Hand) -> None:
    assert 'href="/case' not in hand.page.content()
    hand.follow("See who is certified in the register")
    hand.follow("Hultsfred")
    assert hand.page.url.endswith("/register/0860/")
    assert hand.page.inner_text("h1") == "Hultsfreds kommun"


def _latest(world: World) -> Case:
    return Case.objects.filter(certification__organisation=world.municipality).latest("pk")


MAIN_TASKS = {
    "a coordinator applies": MainTask(
        "coordinator",
        lambda world: None,
        apply,
        lambda world: "review_application" in drive.nodes(_latest(world)),
    ),
    "a coordinator answers and hands over": MainTask(
        "coordinator",
        one_answer_missing,
        answer_and_hand_over,
        lambda world: "sign_assessment" in drive.nodes(_latest(world)),
    ),
    "a contributor writes and delivers": MainTask(
        "contributor",
        asked_for_one,
        contribute,
        lambda world: (
            answer_of(_latest(world)).motivation == TEXT
            and Contribution.objects.get().current_state == "delivered"
        ),
    ),
    "a signatory signs": MainTask(
        "signatory",
        lambda world: stages.to_be_signed(world, world.municipality),
        sign,
        lambda world: "assess" in drive.nodes(_latest(world)),
    ),
    "an officer accepts": MainTask(
        "officer",
        lambda world: stages.submitted(world, world.municipality),
        accept,
        lambda world: "sign_agreement" in drive.nodes(_latest(world)),
    ),
    "an officer takes the next task": MainTask(
        "officer",
        lambda world: stages.submitted(world, world.municipality),
        take_next,
        lambda world: Task.objects.get(role=Role.OFFICER).owner == world.officer,
    ),
    "an auditor declares and presents a team": MainTask(
        "auditor",
        lambda world: stages.to_be_led(world, world.municipality),
        present_a_team,
        lambda world: "consider_team" in drive.nodes(_latest(world)),
    ),
    "an auditor grades": MainTask(
        "auditor",
        lambda world: stages.visiting(world, world.municipality),
        grade,
        lambda world: Finding.objects.get(grade="minor").criterion.code == "LED-01",
    ),
    "a decision maker grants": MainTask(
        "decision_maker",
        ready_to_decide,
        grant,
        lambda world: Decision.objects.get().current_state == "granted",
    ),
    "an administrator sees what a draft would do": MainTask(
        "administrator",
        lambda world: None,
        change_the_cycle,
        lambda world: (
            list(RenewalCycle.objects.get(number=2).windows.values_list("from_month", flat=True))
            == [10, 18]
        ),
    ),
    "an observer reads": MainTask(
        "observer",
        lambda world: stages.granted(world, world.municipality),
        read_a_certificate,
        lambda world: _latest(world).current_state == "granted",
    ),
}
