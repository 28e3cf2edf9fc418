import re
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.db import connection

from config import translations
from config.management.commands.prepare import Migrate


def test_the_system_checks_find_nothing():
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_all_parts_of_a_translation_end_up_in_one(tmp_path):
    write(tmp_path / "sv/LC_MESSAGES/django.po", 'msgid "Task"\nmsgstr "Uppgift"\n')
    write(
        tmp_path / "parts/queue.sv.po",
        'msgid "Claim"\nmsgstr "Ta"\n\n'
        'msgctxt "noun"\nmsgid "Claim"\nmsgstr "Anspråk"\n\n'
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d dag"\nmsgstr[1] "%d dagar"\n',
    )

    number = translations.compile_language(tmp_path, "sv")

    texts = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(tmp_path / "sv/LC_MESSAGES/django.mo"))
    }
    assert number == 4
    assert translations.languages(tmp_path) == {"sv"}
    assert texts == {
        (None, "Task"): "Uppgift",
        (None, "Claim"): "Ta",
        ("noun", "Claim"): "Anspråk",
        (None, "%d day"): {0: "%d dag", 1: "%d dagar"},
    }


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tables are made without migrations")
@pytest.mark.django_db
def test_bringing_the_database_up_to_date_tells_how_far_it_is(capsys, monkeypatch):
    minutes = iter(range(0, 10_000_000, 60))
    monkeypatch.setattr("workflow.progress.monotonic", lambda: float(next(minutes)))
    call_command("migrate", "notifications", "zero", fake=True, verbosity=0)

    call_command(Migrate(), fake=True)
    call_command(Migrate(), fake=True)

    last = capsys.readouterr().err.splitlines()[-1]
    assert re.fullmatch(r"Database: (\d+) of \1 in [\d:]+:00", last)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tables are made without migrations")
@pytest.mark.django_db
def test_bringing_the_database_up_to_date_is_silent_when_told_so(capsys):
    call_command("migrate", "notifications", "zero", fake=True, verbosity=0)

    call_command(Migrate(), fake=True, verbosity=0)

    assert capsys.readouterr() == ("", "")
