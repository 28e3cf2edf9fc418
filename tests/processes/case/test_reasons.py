"""Rows keep why the system did something as a key; each reader is told in their own language."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from processes.audit.candidates import reason_against
from processes.case import actions as case_actions
from processes.models import Interest, Membership
from processes.reasons import WORDS, kept, told
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, person
from workflow import trail
from workflow.calendar import local_date


@pytest.mark.parametrize("key", WORDS)
def test_every_reason_is_told_in_the_language_of_who_reads(key):
    told_in = {}
    for language in ("sv", "en"):
        with translation.override(language):
            told_in[language] = str(WORDS[key])

    assert told_in["sv"] != told_in["en"]


@pytest.mark.parametrize(
    "written",
    [
        "The role has ended.",
        "Rollen har upphört.",
        "role_ended in my view",
        "lease is short",
        "lease [1]",
        "",
    ],
)
def test_what_people_wrote_and_what_older_versions_kept_is_told_as_it_stands(written):
    assert told(written) == written


def test_a_reason_without_words_is_not_kept():
    with pytest.raises(KeyError):
        kept("whatever")


def reading(somebody, language):
    client = Client()
    client.force_login(somebody)
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize(
    "why", [("change_access", "Kontot har stängts."), ("end_membership", "Rollen har upphört.")]
)
def test_why_a_task_came_back_is_told_in_the_readers_language(world, why):
    page, words = why
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    case_actions.claim(task, by=world.officer, at=world.at)
    left = world.officer if page == "change_access" else world.officer.memberships.get()
    english = reading(world.administrator, "en")
    english.post(reverse(page, args=[left.pk]), {"day": "2026-01-31"})

    swedish = reading(person("Hilda", world.body, Role.OFFICER), "sv")

    for address in (reverse("task", args=[task.pk]), reverse("case_history", args=[case.number])):
        assert words in swedish.get(address).content.decode()


def test_the_trail_keeps_no_words_of_a_language(world):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    case_actions.claim(task, by=world.officer, at=world.at)
    reading(world.administrator, "en").post(reverse("change_access", args=[world.officer.pk]))

    assert trail.history(case).get(step="hand_back").because == "account_closed"


def declares(world, case):
    task = drive.open_task(case, "lead_audit")
    case_actions.declare_conflict(task, by=world.auditor, at=world.at, reason="Syster")


def is_employed(world, case):
    Interest.objects.create(
        person=world.auditor, organisation=world.municipality, ground="employed"
    )


def was_contributor(world, case):
    Membership.objects.create(
        person=world.auditor,
        organisation=world.municipality,
        role=Role.CONTRIBUTOR,
        from_date=LONG_AGO,
    )


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (declares, "anmäl"),
        (is_employed, "har en koppling till Hultsfreds kommun"),
        (was_contributor, "är eller var medarbetare där"),
    ],
)
def test_why_somebody_is_kept_from_a_case_is_told_in_the_readers_language(world, why, words):
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    with translation.override("en"):
        why(world, case)
        english = reason_against(world.auditor, case, local_date(world.at))

    with translation.override("sv"):
        swedish = reason_against(world.auditor, case, local_date(world.at))

    assert words in swedish
    assert words not in english
