"""Who publishes a cycle sees how far its changeover has come, and then what it changed."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from processes.models import Changeover, ChangeoverPart, ProgrammeItem, RenewalCycle
from processes.renewal import tasks
from processes.renewal.actions import open_case
from processes.renewal.changeover import changes as changeover
from tests.support import drive
from tests.support.country import certificates, draft, publish, statements
from tests.support.world import START


@pytest.fixture
def begun(world):
    """Four municipalities, whose surveillances come a month earlier."""
    certificates(world, 4)
    return publish(world, draft(world))


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return client


def page_of(client, begun):
    response = client.get(reverse("changeover", args=[begun.cycle_id]))
    assert response.status_code == 200
    return response


def test_publishing_leads_to_a_page_that_shows_how_far_it_is(world, administrator):
    certificates(world, 3)
    address = reverse("cycle_preview", args=[draft(world).pk])
    mark = administrator.get(address).context["form"]["mark"].value()

    response = administrator.post(address, {"mark": mark, "effect": "planned"}, follow=True)

    page = response.content.decode()
    assert resolve(response.redirect_chain[0][0]).url_name == "changeover"
    assert '<progress value="0"' in page
    assert "0 av 3 klara" in page
    assert "http-equiv" not in page


def test_half_way_it_says_half(administrator, begun):
    first = begun.parts.order_by("pk")[:2]
    begun.parts.exclude(pk__in=first).update(attempts=ChangeoverPart.ATTEMPTS)
    changeover.go_on(begun, at=START)
    begun.parts.update(attempts=0)
    Changeover.objects.update(finished_at=None)

    assert "2 av 4 klara" in page_of(administrator, begun).content.decode()
    cycle = administrator.get(reverse("cycle", args=[begun.cycle_id])).content.decode()
    assert "2 av 4 klara" in cycle
    assert reverse("changeover", args=[begun.cycle_id]) in cycle


def test_whoever_comes_back_finds_what_has_changed(administrator, begun):
    tasks.sweep()

    context = page_of(administrator, begun).context
    assert context["sums"] == {"moved__sum": 8, "added__sum": 0, "cancelled__sum": 0}
    assert [line.place for line in context["lines"]][::2] == [f"Ort {n:02}" for n in range(4)]
    assert context["otherwise"] == context["left"] == []
    cycle = administrator.get(reverse("cycle", args=[begun.cycle_id])).content.decode()
    assert "4 av 4 klara" in cycle


def test_of_two_presses_the_second_shows_the_first(world, administrator):
    certificates(world, 2)
    cycle = draft(world)
    address = reverse("cycle_preview", args=[cycle.pk])
    mark = administrator.get(address).context["form"]["mark"].value()
    choice = {"mark": mark, "effect": "planned"}

    answers = [administrator.post(address, choice) for _press in range(2)]

    assert {answer.url for answer in answers} == {reverse("changeover", args=[cycle.pk])}
    assert Changeover.objects.count() == 1


def test_no_other_cycle_is_published_while_one_moves_its_turns(world, administrator, begun):
    other = draft(world)
    address = reverse("cycle_preview", args=[other.pk])
    mark = administrator.get(address).context["form"]["mark"].value()

    refused = administrator.post(address, {"mark": mark, "effect": "new"})
    tasks.sweep()
    published = administrator.post(address, {"mark": mark, "effect": "new"})

    assert refused.status_code == 422
    assert "flyttas" in refused.content.decode()
    assert published.status_code == 422  # the effect is another one now: she looks again
    assert RenewalCycle.objects.get(pk=other.pk).is_draft


def test_a_turn_opened_meanwhile_stays_and_is_told(world, administrator):
    drive.grant(world)
    begun = publish(world, draft(world))
    item = ProgrammeItem.objects.get(kind="surveillance", ordinal=1)
    open_case(item, at=START)
    opened = item.opens_date

    tasks.sweep()

    item.refresh_from_db()
    assert (item.current_state, item.opens_date) == ("opened", opened)
    assert page_of(administrator, begun).context["otherwise"] == ["Hultsfred"]


def test_one_that_cannot_be_moved_holds_up_no_other(administrator, begun, monkeypatch, caplog):
    broken = begun.parts.latest("pk").certificate_id
    carry_out = changeover.carry_out

    def fail(move, **given):
        if move.certificate.pk == broken:
            raise OSError("disk")
        carry_out(move, **given)

    monkeypatch.setattr(changeover, "carry_out", fail)
    tasks.sweep()
    assert "3 av 4 klara" in page_of(administrator, begun).content.decode()
    for _minute in range(ChangeoverPart.ATTEMPTS):
        tasks.sweep()

    page = page_of(administrator, begun)
    assert page.context["left"] == ["Ort 03"]
    assert "OSError: disk" in caplog.text
    monkeypatch.undo()
    administrator.post(reverse("try_changeover_again", args=[begun.cycle_id]))
    tasks.sweep()
    assert page_of(administrator, begun).context["left"] == []
    assert begun.count["done"] == 4


@pytest.mark.parametrize("finished", [False, True])
def test_the_page_of_many_asks_no_more_than_that_of_few(world, administrator, begun, finished):
    if finished:
        changeover.go_on(begun, at=START)
    few = statements(lambda: page_of(administrator, begun))
    for certificate in certificates(world, 8, first=4):
        begun.parts.create(certificate=certificate, shown=[], done_at=START)

    assert statements(lambda: page_of(administrator, begun)) == few


def test_a_preview_of_many_asks_no_more_than_of_one(world, administrator):
    cycle = draft(world)
    address = reverse("cycle_preview", args=[cycle.pk])
    certificates(world, 1)
    few = statements(lambda: administrator.get(address))
    certificates(world, 5, first=1)

    assert statements(lambda: administrator.get(address)) == few


def test_a_long_table_comes_in_pages(world, administrator, monkeypatch):
    monkeypatch.setattr("processes.renewal.changeover.change_table.PAGE", 5)
    certificates(world, 4)
    cycle = draft(world)
    address = reverse("cycle_preview", args=[cycle.pk])

    first = administrator.get(address)
    last = administrator.get(address, {"page": 2})

    assert (len(first.context["lines"]), len(last.context["lines"])) == (5, 3)
    assert len(first.context["moves"]) == 8
    assert "?page=2" in first.content.decode()


def test_nobody_else_sees_it(world, begun):
    stranger = Client()
    stranger.force_login(world.officer)

    assert stranger.get(reverse("changeover", args=[begun.cycle_id])).status_code == 404


def test_publishing_wakes_the_worker_and_a_silent_broker_stops_nothing(
    world, administrator, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **given: woken.append(given) or 1 / 0)
    certificates(world, 1)
    cycle = draft(world)
    address = reverse("cycle_preview", args=[cycle.pk])
    mark = administrator.get(address).context["form"]["mark"].value()

    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(address, {"mark": mark, "effect": "planned"})
    tasks.sweep()

    assert woken == [{"retry": False}]
    assert Changeover.objects.get().count["done"] == 1
