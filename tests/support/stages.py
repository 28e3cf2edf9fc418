"""One case in every state a page can show, each in a municipality of its own."""

from collections.abc import Callable
from datetime import timedelta

from processes.application import actions as application_actions
from processes.audit.report import actions as report_actions
from processes.audit.team import changes as team
from processes.case.actions import claim
from processes.case.models import Case
from processes.disputes import actions as disputes
from processes.models import Membership, Organisation, ProgrammeItem
from processes.parking import actions as parking
from processes.renewal.actions import open_case
from processes.roles import Role
from tests.processes.transfer import transferring
from tests.support import drive
from tests.support.amending import confirmed, proposed
from tests.support.copies import remembered
from tests.support.world import LONG_AGO, World
from workflow.calendar import local_date
from workflow.engine.transitions import perform


@remembered
def new_municipality(world: World, code: str, name: str) -> Organisation:
    """A municipality in which the same three people hold the municipal roles."""
    municipality = Organisation.objects.create(
        kind=Organisation.Kind.MUNICIPALITY, code=code, name=name, full_name=f"{name} kommun"
    )
    roles = {
        world.coordinator: Role.COORDINATOR,
        world.signatory: Role.SIGNATORY,
        world.contributor: Role.CONTRIBUTOR,
    }
    for person, role in roles.items():
        Membership.objects.create(
            person=person, organisation=municipality, role=role, from_date=LONG_AGO
        )
    return municipality


def draft(world: World, place: Organisation) -> Case:
    return application_actions.begin(place, world.scheme, by=world.coordinator, at=world.at)


def submitted(world: World, place: Organisation) -> Case:
    return drive.apply(world, place)


def returned(world: World, place: Organisation) -> Case:
    case = submitted(world, place)
    application = case.application
    perform(application.send_back, by=world.officer, at=world.at, reasons="Ange enheter.")
    return case


def to_be_signed(world: World, place: Organisation) -> Case:
    case = submitted(world, place)
    application = case.application
    for question in ("enough_information", "body_is_competent", "no_conflict_of_interest"):
        setattr(application, question, True)
    application.save(
        update_fields=["enough_information", "body_is_competent", "no_conflict_of_interest"]
    )
    application_actions.accept(application, by=world.officer, at=world.at)
    return case


def assessing(world: World, place: Organisation) -> Case:
    return drive.accept(world, submitted(world, place))


def handed_over(world: World, place: Organisation) -> Case:
    case = assessing(world, place)
    case.self_assessment.answers.update(level=3, motivation="Så gör vi.")
    perform(case.self_assessment.hand_over, by=world.coordinator, at=world.at)
    return case


def to_be_led(world: World, place: Organisation) -> Case:
    return drive.assess(world, assessing(world, place))


def led(world: World, place: Organisation) -> Case:
    case = to_be_led(world, place)
    task = drive.open_task(case, "lead_audit")
    claim(task, by=world.auditor, at=world.at, declared=True)
    return case


def team_proposed(world: World, place: Organisation) -> Case:
    case = led(world, place)
    team.propose_team(case.audit, [], by=world.auditor, at=world.at)
    return drive.fresh(case)


def objected(world: World, place: Organisation) -> Case:
    case = team_proposed(world, place)
    perform(case.audit.object, by=world.coordinator, at=world.at, reasons="Tidigare konsult.")
    return case


def documents(world: World, place: Organisation) -> Case:
    case = team_proposed(world, place)
    perform(case.audit.accept_team, by=world.coordinator, at=world.at)
    return case


def to_be_planned(world: World, place: Organisation) -> Case:
    return drive.lead(world, to_be_led(world, place))


def planned(world: World, place: Organisation) -> Case:
    case = to_be_planned(world, place)
    audit = case.audit
    audit.visit_date = audit.visit_end_date = (world.at + timedelta(days=40)).date()
    audit.objectives, audit.agenda = "Pröva servicen", "09.00 Inledning"
    audit.save(update_fields=["visit_date", "visit_end_date", "objectives", "agenda"])
    perform(audit.propose_plan, by=world.auditor, at=world.at)
    return case


def visiting(world: World, place: Organisation) -> Case:
    return drive.plan(world, to_be_planned(world, place))


def visited(world: World, place: Organisation) -> Case:
    grades = {"LED-01": "major", "LED-02": "minor", "TID-03": "observation"}
    return drive.visit(world, visiting(world, place), grades)


def report_sent(world: World, place: Organisation) -> Case:
    case = visited(world, place)
    report = case.audit.reports.latest("number")
    report.summary, report.recommendation = "Det går bra. Något saknas.", "grant_after_actions"
    report.save(update_fields=["summary", "recommendation"])
    report_actions.send_draft(report, by=world.auditor, at=world.at)
    return drive.fresh(case)


def report_commented(world: World, place: Organisation) -> Case:
    case = report_sent(world, place)
    report = case.audit.reports.latest("number")
    report_actions.comment(report, {0: "Stämmer."}, by=world.coordinator, at=world.at)
    perform(report.return_comments, by=world.coordinator, at=world.at)
    return case


def answering(world: World, place: Organisation) -> Case:
    return drive.report(world, visited(world, place))


def answers_sent(world: World, place: Organisation) -> Case:
    return drive.answer(world, answering(world, place))


def verifying(world: World, place: Organisation) -> Case:
    return drive.accept_answers(world, answers_sent(world, place))


def deciding(world: World, place: Organisation) -> Case:
    return drive.verify(world, verifying(world, place))


def in_the_decision_room(world: World, place: Organisation) -> Case:
    case = drive.report(world, drive.visit(world, visiting(world, place)))
    task = drive.open_task(case, "decide")
    claim(task, by=world.decision_maker, at=world.at, declared=True)
    return case


def deferred(world: World, place: Organisation) -> Case:
    case = drive.report(world, drive.visit(world, visiting(world, place)))
    return drive.decide(world, case, "defer")


def refused(world: World, place: Organisation) -> Case:
    case = drive.report(world, drive.visit(world, visiting(world, place)))
    return drive.decide(world, case, "refuse")


def granted(world: World, place: Organisation) -> Case:
    case = drive.report(world, drive.visit(world, visiting(world, place)))
    return drive.decide(world, case)


def surveilled(world: World, place: Organisation) -> Case:
    granted(world, place)
    items = ProgrammeItem.objects.filter(programme__certificate__certification__organisation=place)
    open_case(items.earliest("opens_date"), at=world.at)
    return Case.objects.filter(certification__organisation=place).latest("pk")


def amending(world: World, place: Organisation) -> Case:
    case = deciding(world, place)
    confirmed(world, proposed(world, case, "LED-03", "observation", level=1))
    proposed(world, case, "LED-02", "strength", level=4)
    return drive.fresh(case)


def reconsidering(world: World, place: Organisation) -> Case:
    case = granted(world, place)
    return confirmed(world, proposed(world, case, "LED-03", "observation", level=1))


def parked(world: World, place: Organisation) -> Case:
    case = assessing(world, place)
    wanted = parking.Wanted(local_date(world.at) + timedelta(days=30), "outage", "Driftstopp.")
    parking.park(case, wanted, by=world.officer, at=world.at)
    return case


def asked_to_park(world: World, place: Organisation) -> Case:
    case = assessing(world, place)
    wanted = parking.Wanted(local_date(world.at) + timedelta(days=30), "illness", "Sjukdom.")
    parking.ask(case, wanted, by=world.coordinator, at=world.at)
    return case


def disputed(world: World, place: Organisation) -> Case:
    case = report_sent(world, place)
    finding = case.audit.findings.order_by("pk")[0]
    disputes.file(finding, "Så var det inte.", by=world.coordinator, at=world.at)
    return case


def brought_along(world: World, place: Organisation) -> Case:
    return transferring.begun(world, place)


STATES: dict[str, Callable[[World, Organisation], Case]] = {
    made.__name__: remembered(made)
    for made in (
        draft,
        submitted,
        returned,
        to_be_signed,
        assessing,
        handed_over,
        to_be_led,
        led,
        team_proposed,
        objected,
        documents,
        to_be_planned,
        planned,
        visiting,
        visited,
        report_sent,
        report_commented,
        answering,
        answers_sent,
        verifying,
        deciding,
        in_the_decision_room,
        deferred,
        refused,
        granted,
        surveilled,
        amending,
        reconsidering,
        parked,
        asked_to_park,
        disputed,
        brought_along,
    )
}


@remembered
def every_state(world: World) -> dict[str, Case]:
    """A case in each state, by the state's name."""
    return {
        name: make(world, new_municipality(world, f"9{number:03}", f"Ort{number}"))
        for number, (name, make) in enumerate(STATES.items())
    }
