"""The policy holds together, and a whole case leaves nothing untold."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.apps import apps

from notifications import deadlines, delivery, digests
from notifications.models import Notification, Preference
from notifications.rules import OPTIONAL, RULES, Kind
from notifications.texts.messages import STEPWISE
from notifications.texts.wording import WORDS
from tests.notifications.post import Office
from tests.support import drive
from tests.support.world import World, person
from workflow import sweep
from workflow.calendar import at_eight
from workflow.engine.transitions import perform

ANNOUNCED = {"task", "timer", "exclusion", "lapse", "team", "coordination"}
ANNOUNCED |= {"correspondence", "review"}
"""What is told of without being a step of a row."""


def test_every_rule_speaks_of_a_step_that_exists():
    steps = [rule.event.split(".") for rule in RULES if not rule.after]

    for model, step in steps:
        if model not in ANNOUNCED:
            method = getattr(apps.get_model("processes", model), step)
            assert hasattr(method, "_django_fsm"), (model, step)


def test_every_kind_has_words():
    told = {words.split()[0] for words in WORDS}

    assert told == set(Kind.values)


def test_what_is_optional_is_never_a_decision_or_ones_own_lateness():
    assert not {Kind.DECIDED, Kind.OVERDUE, Kind.RETURNED, Kind.EXPIRED} & set(OPTIONAL)


def test_what_comes_back_is_told_even_to_who_wants_no_new_tasks(world: World):
    case = drive.apply(world)
    Preference.objects.create(person=world.coordinator, exceptions={"queued": "off"})
    case.coordinator = None
    case.save(update_fields=["coordinator"])

    perform(case.application.send_back, by=world.officer, at=world.later(days=1), reasons="Mer")

    row = Notification.objects.get(task=drive.open_task(case, "apply"), recipient=world.coordinator)
    assert (row.rule, row.status) == ("returned", "pending")


def test_a_whole_case_leaves_every_message_sent_or_not_needed(world: World, office: Office):
    person("Eva Extra", world.body, "auditor")
    drive.grant(world)

    for _day in range(3):
        morning = at_eight(world.later(days=1).date()) + digests.SETTLE
        digests.bundle_due(morning)
        delivery.deliver_due(morning)

    statuses = Counter(Notification.objects.values_list("status", flat=True))
    assert set(statuses) == {"sent", "suppressed"}
    assert statuses["sent"] >= len(office.got) > 0


@pytest.mark.usefixtures("swedish")
def test_three_years_without_a_worker_bring_one_mail_each_on_return(world: World, office: Office):
    certificate = drive.issued(drive.grant(world))
    delivery.deliver_due(world.at)
    office.got.clear()

    back = at_eight(certificate.expiry_date - timedelta(days=10)) + timedelta(hours=1)
    sweep.fire_due(back)
    deadlines.post_due(back)
    digests.bundle_due(back + digests.SETTLE)
    delivery.deliver_due(back + digests.SETTLE)

    received = Counter((mail["To"], mail["Subject"]) for mail in office.got)
    assert received
    assert set(received.values()) == {1}


def test_a_step_that_several_tell_of_has_words_for_each_or_one_for_all() -> None:
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rule in RULES:
        model, _, step = rule.event.partition(".")
        if model not in ANNOUNCED:
            told[rule.kind, step].add(model)

    shared = {key: models for key, models in told.items() if len(models) > 1 and key[0] in STEPWISE}

    assert shared
    for (kind, step), models in shared.items():
        own = {f"{kind} {model}.{step}" for model in models} & WORDS.keys()
        assert len(own) == len(models) or (not own and f"{kind} {step}" in WORDS)
