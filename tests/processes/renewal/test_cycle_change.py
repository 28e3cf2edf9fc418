"""Test 22: the cycle changes while every municipality of the country holds a certificate."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from processes.models import Case, Organisation, Person, ProgrammeItem, Scheme
from processes.organisations.people import Appointment, add, appoint
from processes.renewal.changeover import changes as changeover
from processes.renewal.changeover import preview, publishing
from processes.roles import Role
from processes.scheme import copies, drafts
from tests.support.country import certify
from tests.support.world import START
from workflow.calendar import local_date
from workflow.models import Timer, TrailChain
from workflow.trail import verify


@pytest.fixture
def country(db):
    """290 municipalities, each with a certificate."""
    call_command("load_data", "--no-demo")
    scheme = Scheme.objects.get()
    for number, municipality in enumerate(Organisation.objects.municipalities()):
        certify(scheme, municipality, number)
    return scheme


@pytest.fixture
def administrator(country):
    person = add(Person(email="ada@example.org", name="Ada"), by=None, at=START)
    to = Appointment(country.body, Role.ADMINISTRATOR, date(2020, 1, 1))
    appoint(person, to, by=None, at=START)
    return person


def shown(moves):
    return {
        (move.certificate.pk, move.item.pk if move.item else None): tuple(
            new.date for _name, _old, new in move.dates()
        )
        for move in moves
        if move.planned
    }


def real():
    items = ProgrammeItem.objects.filter(state="planned").select_related("programme")
    return {
        (item.programme.certificate_id, item.pk): (
            item.opens_date,
            item.visit_by_date,
            item.decide_by_date,
        )
        for item in items
    }


def test_the_preview_of_a_whole_country_is_its_real_effect(country, administrator):
    cycle = copies.new_cycle(country, by=administrator, at=START)
    before = drafts.values_of_cycle(cycle)
    drafts.save_cycle(cycle, [(7, 10), (17, 20)], before=before, by=administrator, at=START)
    planned = preview.moves(cycle, local_date(START))
    choice = publishing.Choice(preview.mark(cycle, planned), moves_planned=True)

    begun = publishing.publish(cycle, choice, by=administrator, at=timezone.now())
    changeover.go_on(begun, at=timezone.now())

    assert begun.count == {"total": 290, "done": 290, "left": 0}
    assert begun.parts.filter(moved__gte=1, as_shown=True).count() == 290
    assert real() == shown(planned)
    assert all(not move.is_change for move in preview.moves(cycle, local_date(START)))
    promised = Timer.objects.filter(step="open", status=Timer.Status.WAITING)
    opens = {timer.subject_id: local_date(timer.due_at) for timer in promised}
    assert opens == {pk: dates[0] for (_certificate, pk), dates in real().items()}
    assert {case.cycle.number for case in Case.objects.select_related("cycle")} == {1}
    assert not [fault for chain in TrailChain.objects.all() for fault in verify(chain)]
