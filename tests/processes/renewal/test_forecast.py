"""An administrator asks what a draft cycle would mean for auditor days, and gets both pictures."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from processes.models import Forecast, RenewalCycle
from processes.renewal import tasks
from processes.renewal.forecast import forecasts
from processes.scheme.cycles import cycle_json
from tests.support.country import draft
from workflow import trail

MONTHS = [date(2026, 3, 1), date(2026, 4, 1), date(2027, 1, 1)]


class Years:
    """Stands for the simulation: as many days as months of validity, at most a failure."""

    def __init__(self):
        self.runs, self.fails, self.meanwhile = 0, False, None

    def __call__(self, cycles, size, tell):
        self.runs += 1
        if self.meanwhile:
            self.meanwhile()
        tell(size.years * 100)
        if self.fails:
            raise RuntimeError("no room on the disk")
        return [[(month, cycle["validity_months"]) for month in MONTHS] for cycle in cycles]


@pytest.fixture
def years(monkeypatch):
    made = Years()
    monkeypatch.setattr(forecasts, "_simulator", [made])
    monkeypatch.setattr(forecasts, "TELL", timedelta())
    return made


@pytest.fixture
def cycle(world):
    made = draft(world)
    RenewalCycle.objects.filter(pk=made.pk).update(validity_months=48)
    return made


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return client


def page_of(client, cycle):
    response = client.get(reverse("forecast", args=[cycle.pk]))
    assert response.status_code == 200
    return response.content.decode()


def ask(client, cycle):
    response = client.post(reverse("begin_forecast", args=[cycle.pk]))
    assert response.url == reverse("forecast", args=[cycle.pk])
    return Forecast.objects.get()


def test_the_draft_leads_to_the_forecast_and_it_says_what_it_is_not(administrator, cycle):
    for name in ("cycle", "cycle_preview"):
        page = administrator.get(reverse(name, args=[cycle.pk])).content.decode()
        assert reverse("forecast", args=[cycle.pk]) in page

    page = page_of(administrator, cycle)

    assert "Gör prognosen" in page
    assert "ingen plan för dem" in page


def test_while_it_is_made_the_page_counts_the_days(administrator, cycle, years):
    ask(administrator, cycle)
    assert "0 av 1826 klara" in page_of(administrator, cycle)

    Forecast.objects.update(done=900, lease_until=timezone.now() + forecasts.LEASE)

    page = page_of(administrator, cycle)
    assert "900 av 1826 klara" in page
    assert 'data-live="on"' in page
    assert "http-equiv" not in page


def test_it_ends_with_the_days_of_both_cycles(administrator, cycle, years):
    ask(administrator, cycle)

    tasks.foresee()

    page = page_of(administrator, cycle)
    assert "108 revisorsdagar med gällande cykel och 144 med utkastet" in page
    assert 'data-live="over"' in page
    assert page.count("<rect") == 2 * len(MONTHS)
    assert "har ändrats" not in page


def test_of_two_presses_the_second_shows_the_first(administrator, cycle, years):
    first = ask(administrator, cycle)
    second = ask(administrator, cycle)
    tasks.foresee()
    tasks.foresee()

    assert (second.pk, second.began_at) == (first.pk, first.began_at)
    assert years.runs == 1


def test_a_draft_that_was_changed_is_forecast_anew(administrator, cycle, years):
    ask(administrator, cycle)
    tasks.foresee()
    RenewalCycle.objects.filter(pk=cycle.pk).update(validity_months=24)
    assert "har ändrats" in page_of(administrator, cycle)

    ask(administrator, cycle)
    tasks.foresee()

    page = page_of(administrator, cycle)
    assert "72 med utkastet" in page
    assert "har ändrats" not in page


def test_a_killed_worker_is_replaced_when_its_lease_ends(administrator, cycle, years):
    forecast = ask(administrator, cycle)
    Forecast.objects.update(attempts=1, lease_until=timezone.now() + forecasts.LEASE)

    tasks.foresee()
    assert years.runs == 0

    Forecast.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.foresee()
    forecast.refresh_from_db()
    assert (years.runs, forecast.attempts) == (1, 2)
    assert forecast.finished_at is not None


def test_the_sweep_wakes_whoever_makes_forecasts(administrator, cycle, years, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.foresee, "apply_async", lambda **_options: woken.append(1))
    tasks.sweep()
    assert woken == []

    ask(administrator, cycle)
    tasks.sweep()

    assert woken == [1]


def test_a_slow_worker_does_not_overwrite_who_took_over(administrator, cycle, years):
    ask(administrator, cycle)
    years.meanwhile = lambda: Forecast.objects.update(attempts=2)

    tasks.foresee()

    assert Forecast.objects.get().finished_at is None


def test_after_three_failures_a_person_tries_again(administrator, cycle, years, caplog):
    ask(administrator, cycle)
    years.fails = True
    for _ in range(Forecast.ATTEMPTS + 2):
        tasks.foresee()

    page = page_of(administrator, cycle)
    assert years.runs == Forecast.ATTEMPTS
    assert "Prognosen kunde inte göras" in page
    assert "Försök igen" in page
    assert "no room on the disk" in Forecast.objects.get().error

    years.fails = False
    ask(administrator, cycle)
    tasks.foresee()
    assert "144 med utkastet" in page_of(administrator, cycle)


def test_only_a_draft_is_compared(administrator, world, years):
    answer = administrator.post(reverse("begin_forecast", args=[world.cycle.pk]), follow=True)

    assert "jämför ett utkast" in answer.content.decode()
    assert not Forecast.objects.exists()


def test_a_cycle_laid_down_says_the_same(world, cycle):
    cycle_json.lay_down(cycle, cycle_json.as_json(world.cycle), at=world.at)

    again = RenewalCycle.objects.get(pk=cycle.pk)
    assert cycle_json.as_json(again) == cycle_json.as_json(world.cycle)
    assert trail.history(cycle).filter(step="load").latest("sequence").at == world.at


def test_while_one_is_made_another_waits(administrator, world, cycle, years):
    first = ask(administrator, cycle)
    other = Forecast.objects.create(
        cycle=world.scheme.cycles.exclude(pk=cycle.pk).get(),
        by=first.by,
        cycles=first.cycles,
        municipalities=1,
        years=1,
        first_date=date(2026, 3, 2),
        began_at=timezone.now(),
    )
    made_now = []
    years.meanwhile = lambda: made_now.append(forecasts.waiting(timezone.now()).exists())

    tasks.foresee()

    other.refresh_from_db()
    assert made_now == [False, False]
    assert (other.finished_at is not None, years.runs) == (True, 2)
