import json
import logging
import logging.config
import os
import runpy
import subprocess
import sys
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import databases, logs

from .conftest import ENVIRONMENT

SETTINGS = "config.settings.production"


def test_production_starts_when_everything_is_said(production):
    settings = runpy.run_module(SETTINGS)

    assert settings["ALLOWED_HOSTS"] == ["kvalitetslots.example"]
    assert settings["DATABASES"]["default"]["OPTIONS"]["pool"]


def test_what_the_address_of_the_database_asks_for_is_kept():
    asked = "sslmode=require&options=-c%20statement_timeout%3D5s"

    options = databases.postgresql(f"postgresql://a@b/c?{asked}", pool=False)["OPTIONS"]

    assert options["sslmode"] == "require"
    assert options["options"].endswith(" -c statement_timeout=5s")


@pytest.mark.parametrize("name", ENVIRONMENT)
@pytest.mark.parametrize("value", [None, " "])
def test_a_missing_value_stops_the_start_with_its_name(production, monkeypatch, name, value):
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=rf"\b{name}\b"):
        runpy.run_module(SETTINGS)


UNFIT = {
    "SECRET_KEY": ["k", "a" * 60],
    "SITE_URL": ["http://kvalitetslots.example", "kvalitetslots.example", "https://a.example/b"],
    "ALLOWED_HOSTS": ["*", "*.example", "kvalitetslots.example,", "https://kvalitetslots.example"],
    "TRUSTED_PROXIES": ["one", "-1", "1.5"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, several in UNFIT.items() for value in several]
)
def test_a_value_that_would_leave_a_door_open_stops_the_start_with_its_name(
    production, monkeypatch, name, value
):
    monkeypatch.setenv(f"KVALITETSLOTS_{name}", value)

    with pytest.raises(ImproperlyConfigured, match=rf"Change KVALITETSLOTS_{name}: "):
        runpy.run_module(SETTINGS)


def test_host_names_may_be_spaced_as_people_write_lists(production, monkeypatch):
    monkeypatch.setenv("KVALITETSLOTS_ALLOWED_HOSTS", "a.example, b.example")

    assert runpy.run_module(SETTINGS)["ALLOWED_HOSTS"] == ["a.example", "b.example"]


def test_djangos_own_examination_of_a_deployment_finds_nothing(production):
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.fixture
def json_log():
    # Configuring the whole log would close the handlers of pytest.
    settings = logs.machine()
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(
        logging.config.DictConfigurator(settings).configure_formatter(
            settings["formatters"]["line"]
        )
    )
    logging.getLogger("test").addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger("test").removeHandler(handler)


def test_a_log_line_is_json_without_what_nobody_decided_to_log(json_log):
    logging.getLogger("test").warning("Saved", extra={"request": "Anna Ek", "case": "KS-2026-1"})

    (line,) = json_log()
    assert line["event"] == "Saved"
    assert line["case"] == "KS-2026-1"
    assert set(line) == {"event", "case", "level", "logger", "timestamp"}


def test_a_logged_error_shows_the_place_but_neither_its_words_nor_local_variables(json_log):
    person = "anna.ek@example.org"
    try:
        int(person)
    except ValueError:
        logging.getLogger("test").exception("Failed")

    (line,) = json_log()
    assert "test_production.py" in line["exception"]
    assert line["exception"].endswith("ValueError")
    assert person not in json.dumps(line)
