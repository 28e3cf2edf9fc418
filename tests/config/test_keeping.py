"""What was written when it could not be saved is kept for its person, and offered again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import disposal
from config.web.keeping import offers
from processes import kept
from processes.application import views as application_views
from processes.models import Evidence, KeptText
from tests.support import drive
from tests.support.assessing import answer_of, as_person, criterion_url, fill
from tests.support.evidencing import PDF, add_to_case


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(world):
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


def signed_out(client):
    """The session ends while the browser has a page of ours open."""
    del client.cookies["sessionid"]
    return client


@pytest.fixture
def writer(world, case):
    """The coordinator's browser, after the session of the page in it has ended."""
    client = as_person(world.coordinator)
    client.get(criterion_url(case))
    return signed_out(client)


def offered(client, url="/"):
    return list(client.get(url).context.get("kept_texts", ()))


def test_without_scripts_a_text_outlives_the_session(world, case, writer):
    data = fill(case, then="next", motivation="Skrivet före utloggningen")
    gone = writer.post(criterion_url(case), data, follow=True)
    assert "/accounts/login/" in gone.redirect_chain[0][0]
    assert "loggats ut" in gone.content.decode()

    writer.force_login(world.coordinator)
    html = writer.get(criterion_url(case)).content.decode()
    (one,) = offered(writer)
    sent = writer.post(one.address, {**dict(one.fields), "kept": one.pk})

    assert "Skrivet före utloggningen" in html
    assert sent.status_code == 302
    assert answer_of(case).motivation == "Skrivet före utloggningen"
    assert not KeptText.objects.exists()


def test_it_is_offered_to_nobody_else(world, case, writer):
    writer.post(criterion_url(case), fill(case))

    writer.force_login(world.signatory)
    assert offered(writer) == []
    writer.force_login(world.coordinator)
    assert len(offered(writer)) == 1


def test_nobody_else_throws_it_away(world, case, writer):
    writer.post(criterion_url(case), fill(case))
    address = reverse("kept_drop", args=[KeptText.objects.get().pk])

    as_person(world.signatory).post(address)
    assert KeptText.objects.exists()
    as_person(world.coordinator).post(address)
    assert not KeptText.objects.exists()


def test_after_signing_out_the_browser_is_nobody_s(world, case):
    client = as_person(world.coordinator)
    client.get(criterion_url(case))
    client.post("/accounts/logout/")

    client.post(criterion_url(case), fill(case))

    assert not KeptText.objects.exists()


def test_a_name_that_was_made_up_keeps_nothing(world, case):
    client = Client()
    client.cookies["writer"] = f"{world.coordinator.pk}:1abc:forged"

    client.post(criterion_url(case), fill(case))

    assert not KeptText.objects.exists()


def test_what_comes_from_another_site_is_not_kept(world, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.coordinator)
    client.get(criterion_url(case))

    for _ in range(2):
        client.post(criterion_url(case), fill(case))
        client.cookies.pop("sessionid", None)

    assert not KeptText.objects.exists()


def test_the_page_s_own_script_keeps_it_where_it_runs(case, writer):
    writer.post(criterion_url(case), fill(case, draft="d3b07384-aaaa"))
    writer.post(criterion_url(case), fill(case), headers={"X-Autosave": "1"})

    assert not KeptText.objects.exists()


def test_the_file_to_choose_again_is_named(world, case, writer):
    file = SimpleUploadedFile("rutin.pdf", PDF)
    url = reverse("evidence_add", args=[case.number])
    writer.post(url, {"title": "Rutinen", "file": file})

    writer.force_login(world.coordinator)
    html = writer.get(url).content.decode()

    assert "Rutinen" in html
    assert "Filen ”rutin.pdf” måste väljas igen" in html


def test_a_failing_server_keeps_what_was_written(world, monkeypatch):
    monkeypatch.setattr(application_views, "_keep", lambda *_given: 1 / 0)
    case = drive.application_actions.begin(
        world.municipality, world.scheme, by=world.coordinator, at=world.at
    )
    client = as_person(world.coordinator)
    client.raise_request_exception = False
    url = reverse("task", args=[drive.open_task(case, "apply").pk])

    assert client.post(url, {"scope": "Skrivet strax före felet"}).status_code == 500

    (one,) = offered(client)
    assert one.said == ["Skrivet strax före felet"]


def test_a_step_that_is_not_one_s_own_any_more_costs_no_text(world, case):
    client = as_person(world.neighbour_coordinator)
    url = reverse("evidence_add", args=[case.number])

    assert client.post(url, {"title": "Text utan ärende"}).status_code == 404

    assert offered(client)[0].said == ["Text utan ärende"]


def test_nothing_is_kept_of_what_is_no_text(world, case, writer):
    writer.post(reverse("evidence_remove", args=[1]), {"next": "/cases/"})
    writer.post("/i18n/setlang/", {"language": "en", "next": "/"})
    writer.post("/accounts/login/", {"login": "a@example.org", "password": "hemligt"})

    assert not KeptText.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "is_theirs"),
    [
        ("reasons", "Ja", True),
        ("reasons", "snake_case som ord", True),
        ("visit_date", "2026-12-01", True),
        ("choice", "as_proposed", False),
        ("agree", "on", False),
        ("draft", "45f64c8d-bd38", False),
        ("version", "3", False),
    ],
)
def test_what_people_wrote_is_told_from_what_the_page_sends(name, value, is_theirs):
    assert kept.is_of_people(name, value) is is_theirs


def test_what_is_kept_is_bounded_in_size_number_and_time(world):
    at, person = timezone.now(), world.coordinator.pk
    assert not kept.keep("/a/", [("a", "x" * 200_001)], [], person=person, at=at)
    for number in range(kept.MOST + 5):
        assert kept.keep(f"/{number}/", [("a", "x")], [], person=person, at=at)
    assert KeptText.objects.count() == kept.MOST

    later = at + kept.FOR + timedelta(days=1)
    kept.keep("/b/", [("a", "x")], [], person=person, at=later)
    disposal.dispose(later)

    assert [row.address for row in KeptText.objects.all()] == ["/b/"]


def test_it_is_offered_for_fourteen_days(world, case, writer):
    with time_machine.travel(world.at, tick=False) as clock:
        writer.post(criterion_url(case), fill(case))
        clock.move_to(world.at + timedelta(days=15))
        writer.force_login(world.coordinator)

        assert offered(writer) == []


def test_a_form_of_the_same_page_gives_way_to_the_next(case, writer):
    for text in ("Först", "Sedan"):
        writer.post(criterion_url(case), fill(case, motivation=text))

    assert KeptText.objects.get().said[0] == "Sedan"


# Proof for the page's script


def stored(response):
    return [name for name in response.cookies if name.startswith("stored-")]


def test_only_a_stored_text_is_proven(world, case):
    client, data = as_person(world.coordinator), fill(case, draft="d3b07384-aaaa")

    saved = client.post(criterion_url(case), data)
    late = client.post(criterion_url(case), {**data, "motivation": "Annat"})
    refused = add_to_case(world.coordinator, case, title="x", draft="d3b07384-bbbb")
    odd = client.post(criterion_url(case), {**fill(case), "draft": "a;b=c"})

    assert stored(saved) == ["stored-d3b07384-aaaa"]
    assert [stored(one) for one in (late, refused, odd)] == [[], [], []]
    assert not Evidence.objects.exists()


def test_a_page_of_sign_in_proves_nothing(case, writer, world):
    gone = writer.post(criterion_url(case), fill(case, draft="d3b07384-aaaa"))
    world.contributor.is_active = False
    client = as_person(world.contributor)
    world.contributor.save()
    shut = client.post(criterion_url(case), fill(case, draft="d3b07384-aaaa"))

    assert (gone.status_code, shut.status_code) == (302, 302)
    assert stored(gone) == stored(shut) == []


def test_what_is_kept_costs_other_pages_nothing(world, django_assert_num_queries):
    request = as_person(world.coordinator).get("/").wsgi_request

    with django_assert_num_queries(0):
        assert offers(request) == {}
