"""What goes wrong on the machine is told in words, and before anything is changed."""

import shutil
import socket
from collections import namedtuple
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.urls import reverse

from config import databases, sizes
from config.operations import health

WRITES = "config.operations.health._takes_writing"
Space = namedtuple("Space", ["total", "used", "free"])


def test_a_port_in_use_is_told_before_the_database_is_touched(settings, monkeypatch):
    monkeypatch.setattr("config.management.commands.prepare.STEPS", (("never", None, {}),))
    with socket.socket() as running:
        running.bind(("127.0.0.1", 0))
        running.listen()
        settings.PORT = running.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {settings.PORT} is in use"):
            call_command("prepare", stdout=StringIO())


@pytest.mark.parametrize("url", ["sqlite://", "mysql://a/b", "nonsense"])
def test_a_database_that_a_simulation_cannot_use_is_refused_in_words(url, tmp_path):
    with pytest.raises(CommandError, match="is no database: write postgresql"):
        call_command("simulate", municipalities=1, years=1, database=url, output=tmp_path)


@pytest.mark.timeout(300)
def test_a_simulation_may_use_a_file(tmp_path):
    said = StringIO()

    call_command(
        "simulate",
        municipalities=1,
        years=1,
        database=f"sqlite:///{tmp_path / 'years.sqlite3'}",
        output=tmp_path,
        stdout=said,
        verbosity=0,
    )

    assert said.getvalue().splitlines()[-1].split() == ["0", "difference"]


@pytest.mark.django_db
def test_a_database_that_only_reads_is_not_ready_and_sign_in_says_so(client, monkeypatch):
    monkeypatch.setattr(WRITES, lambda: False)
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache.add", lambda *_a, **_k: False)
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0)

    sign_in = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})

    assert client.get(reverse("health_ready")).status_code == 503
    assert client.get(reverse("health")).json()["checks"]["database"]["ok"] is False
    assert sign_in.status_code == 503
    assert "Inget kan sparas just nu" in sign_in.content.decode()


@pytest.mark.django_db
def test_a_database_that_takes_writing_is_ready():
    assert health.is_ready()


@pytest.mark.django_db
@pytest.mark.parametrize(("free", "is_well"), [(0, False), (4, False), (50, True)])
def test_how_full_the_disk_is_is_a_figure(client, monkeypatch, free, is_well):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Space(100, 100 - free, free))

    told = client.get(reverse("health")).json()["checks"]["disk"]

    assert told == {"ok": is_well, "value": 100 - free, "limit": 95}


@pytest.mark.django_db
def test_a_disk_that_takes_nothing_is_told(client, monkeypatch):
    monkeypatch.setattr("config.operations.health.os.access", lambda *_arguments: False)

    assert client.get(reverse("health")).json()["checks"]["disk"]["ok"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(("signed_in", "megabytes"), [(False, 2), (True, 26)])
def test_what_is_too_large_is_refused_before_it_is_read(
    client, world, monkeypatch, signed_in, megabytes
):
    if signed_in:
        client.force_login(world.coordinator)
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", None)

    answer = client.post(
        reverse("account_login"), {}, headers={}, CONTENT_LENGTH=str(megabytes * sizes.MEGABYTE)
    )

    assert answer.status_code == 413
    assert "högst 20 MB" in answer.content.decode()


@pytest.mark.django_db
def test_no_counter_of_wrong_passwords_is_thrown_out_by_others(settings):
    settings.CACHES = {
        "default": databases.counting(
            {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters"}
        )
    }
    call_command("createcachetable", verbosity=0)
    cache = caches["default"]

    for number in range(402):
        cache.set(f"wrong-{number}", 1, 900)

    assert [number for number in range(402) if cache.get(f"wrong-{number}") is None] == []
