"""A cycle shows its effect before it is published, and then has exactly that effect."""

import pytest
from django.urls import reverse

from processes.models import ProgrammeItem
from processes.renewal import tasks
from processes.renewal.actions import open_case
from processes.renewal.changeover import preview
from processes.renewal.forecast.charts import chart
from processes.scheme import copies
from processes.scheme.models import RenewalCycle
from tests.processes.scheme.test_second_scheme import cycle_values, post, seen
from tests.support import drive
from tests.support.world import START
from workflow import trail
from workflow.calendar import local_date
from workflow.models import Timer

FEWER = {"windows": "6–9", "recertification_visit": 17, "recertification_decision": 12}
LONGER = {"validity_months": 36, "windows": "9–12, 18–21"}


@pytest.fixture
def certificate(world):
    """Granted on the day the world stands still."""
    return drive.issued(drive.grant(world))


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return world.administrator


@pytest.fixture
def draft(world, administrator):
    return copies.new_cycle(world.scheme, by=administrator, at=START)


def change(client, draft, **changed):
    post(client, "edit_cycle", draft.pk, **cycle_values(**{**LONGER, **changed}))
    return RenewalCycle.objects.get(pk=draft.pk)


def publish(client, cycle, effect):
    address = reverse("cycle_preview", args=[cycle.pk])
    mark = client.get(address).context["form"]["mark"].value()
    response = client.post(address, {"mark": mark, "effect": effect})
    tasks.sweep()
    return response


def dates_now():
    items = ProgrammeItem.objects.exclude(state="cancelled").order_by("kind", "opens_date")
    return list(items.values_list("kind", "opens_date", "visit_by_date", "decide_by_date"))


def dates_shown(cycle):
    moves = [move for move in preview.moves(cycle, local_date(START)) if move.planned]
    rows = [(move.kind, *(new.date for _name, _old, new in move.dates())) for move in moves]
    return sorted(rows)


def test_a_draft_like_the_published_one_moves_nothing(certificate, draft, client):
    context = client.get(reverse("cycle_preview", args=[draft.pk])).context

    assert context["moves"] == []
    assert context["planned"] == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"windows": "8–11, 17–20"},
        FEWER,
        {"windows": "6–9, 13–16, 19–22"},
        {"recertification_visit": 7},
        {"closed_text": "2027-03-01, 2027-03-02"},
    ],
)
def test_the_effect_is_what_the_preview_showed(certificate, draft, client, changed):
    cycle = change(client, draft, **changed)
    shown = dates_shown(cycle)

    publish(client, cycle, "planned")

    assert sorted(dates_now()) == shown
    cycle.refresh_from_db()
    assert cycle.state == "published"


def test_new_cases_only_leaves_what_is_planned(certificate, draft, client):
    cycle = change(client, draft, windows="8–11, 17–20")
    before = dates_now()

    publish(client, cycle, "new")

    assert dates_now() == before
    assert RenewalCycle.objects.get(pk=cycle.pk).state == "published"


def test_a_moved_turn_is_promised_for_its_new_day(certificate, draft, client):
    cycle = change(client, draft, windows="8–11, 17–20")

    publish(client, cycle, "planned")

    item = ProgrammeItem.objects.get(kind="surveillance", ordinal=1)
    timer = Timer.objects.of(item).get(status="waiting")
    assert local_date(timer.due_at) == item.opens_date
    entry = trail.history(certificate.case).last()
    assert list(trail.verify(entry.chain)) == []


def test_a_cancelled_turn_is_promised_no_more(certificate, draft, client):
    cycle = change(client, draft, **FEWER)

    publish(client, cycle, "planned")

    item = ProgrammeItem.objects.get(kind="surveillance", ordinal=2)
    assert item.state == "cancelled"
    assert not Timer.objects.of(item).filter(status="waiting").exists()


def test_an_opened_turn_stays_and_is_not_done_twice(certificate, draft, client):
    item = ProgrammeItem.objects.get(kind="surveillance", ordinal=1)
    open_case(item, at=START)
    before = (item.opens_date, item.decide_by_date)
    cycle = change(client, draft, windows="8–11, 17–20")

    publish(client, cycle, "planned")

    item.refresh_from_db()
    assert (item.opens_date, item.decide_by_date) == before
    assert ProgrammeItem.objects.filter(kind="surveillance").count() == 2


def test_an_effect_that_changed_since_it_was_shown_is_not_carried_out(certificate, draft, client):
    cycle = change(client, draft, windows="8–11, 17–20")
    address = reverse("cycle_preview", args=[cycle.pk])
    mark = client.get(address).context["form"]["mark"].value()
    open_case(ProgrammeItem.objects.get(kind="surveillance", ordinal=1), at=START)

    response = client.post(address, {"mark": mark, "effect": "planned"})

    assert response.status_code == 422
    assert RenewalCycle.objects.get(pk=cycle.pk).is_draft
    assert response.context["form"]["mark"].value() != mark


def test_running_cases_keep_their_cycle(certificate, draft, client):
    case = certificate.case
    cycle = change(client, draft, limit_decide=5)

    publish(client, cycle, "planned")

    case.refresh_from_db()
    assert case.cycle.number == 1


def test_the_calendar_explains_every_date_of_two_cycles(certificate, draft, client):
    address = reverse("cycle_preview", args=[draft.pk])

    response = client.get(address, {"start": "2027-01-31"})

    rows = response.context["rows"]
    assert {row.turn for row in rows} == {1, 2}
    assert len(rows) == 2 * 3 * 3
    page = response.content.decode()
    assert all(row.deadline.explanation.in_words("sv") in page for row in rows)


def test_a_day_that_is_no_day_is_told(draft, client):
    response = client.get(reverse("cycle_preview", args=[draft.pk]), {"start": "i morgon"})

    assert response.status_code == 200
    assert list(response.context["rows"])


def test_auditor_days_are_the_same_in_chart_and_table(certificate, draft, client):
    cycle = change(client, draft, **FEWER)

    context = client.get(reverse("cycle_preview", args=[cycle.pk])).context

    days = context["days"]
    assert sum(before for _month, before, _after in days) == 5 + 5 + 11
    assert sum(after for _month, _before, after in days) == 5 + 11
    assert len(context["chart"].bars) == len(days)


def test_an_empty_chart_has_no_bars():
    assert chart([]).bars == ()


def test_the_mails_follow_the_ladder(certificate, draft, client):
    cycle = change(client, draft, **FEWER, ladder_text="-7, 1")

    context = client.get(reverse("cycle_preview", args=[cycle.pk])).context

    assert context["mails_now"].most > context["mails_then"].most
    assert context["mails_then"].fewest == 11 + 12


def test_the_preview_asks_few_questions(certificate, draft, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        client.get(reverse("cycle_preview", args=[draft.pk]))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("windows", "12-9"),
        ("windows", "9–40"),
        ("windows", "snart"),
        ("ladder_text", "ibland"),
        ("quiet_text", "1–60"),
        ("quiet_text", "1–52"),
        ("closed_text", "31 april"),
        ("recertification_visit", "1"),
        ("limit_decide", "0"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused_with_words(draft, client, name, wrong):
    address = reverse("edit_cycle", args=[draft.pk])

    response = client.post(
        address, {"seen": seen(client, address), **cycle_values(**LONGER), name: wrong}
    )

    assert response.status_code == 422
    assert name in response.context["form"].errors


def test_two_administrators_never_overwrite_each_other(draft, client):
    address = reverse("edit_cycle", args=[draft.pk])
    opened = seen(client, address)
    change(client, draft, windows="8–11, 17–20")

    response = client.post(
        address, {"seen": opened, **cycle_values(**LONGER), "validity_months": 35}
    )

    assert response.status_code == 409
    assert "8–11" in response.content.decode()


def test_a_published_cycle_shows_its_calendar_and_no_button(world, administrator, client):
    response = client.get(reverse("cycle_preview", args=[world.cycle.pk]))

    assert response.status_code == 200
    assert 'name="effect"' not in response.content.decode()
    assert client.get(reverse("cycle", args=[world.cycle.pk])).status_code == 200


def test_a_day_that_is_none_is_said_to_be_none(draft, client):
    response = client.get(reverse("cycle_preview", args=[draft.pk]), {"start": "2026-02-31"})
    page = response.content.decode()

    assert "Fel:" in page[: page.index("</title>")]
    assert "Det är inget datum." in page[page.index("error-summary") :]
