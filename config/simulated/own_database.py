"""A database beside the installation's: what runs here never touches the one that people use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from config import databases
from workflow.exceptions import Refused
from workflow.sql import compiled

FORGETFUL = (
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; "
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-8192;"
)
"""Nobody needs this file after a power cut, and nobody else reads it.

What is worked on at a time fits into a few megabytes; a larger cache only fills with the past.
"""
STATEMENTS = 1000
"""So many different ones are asked; SQLite forgets after 128 how it meant to answer them."""


@contextmanager
def own_database(url: str = "") -> Iterator[None]:
    """Let the code inside use an empty database of its own: ``url``, or a temporary file."""
    if url:
        with _instead(_described(url)):
            yield
        return
    with TemporaryDirectory(prefix="kvalitetslots-") as folder:
        described = databases.sqlite(Path(folder) / "simulation.sqlite3")
        described["OPTIONS"] |= {"init_command": FORGETFUL, "cached_statements": STATEMENTS}
        with _instead(described):
            yield


def _described(url: str) -> dict[str, Any]:
    kind, _colon, rest = url.partition("://")
    if kind in ("postgresql", "postgres"):
        return databases.postgresql(url, pool=False)
    if kind == "sqlite" and rest.strip("/"):
        described = databases.sqlite(Path(rest.removeprefix("/")))
        described["OPTIONS"] |= {"init_command": FORGETFUL, "cached_statements": STATEMENTS}
        return described
    raise Refused(
        f"“{url}” is no database: write postgresql://… or sqlite:///path/of/a/new/file.",
        code="no_database",
    )


@contextmanager
def _instead(described: dict[str, Any]) -> Iterator[None]:
    before = connections.settings[DEFAULT_DB_ALIAS]
    _switch(described)
    try:
        _refuse_used()
        make_tables()
        yield
    finally:
        _switch(before)


def make_tables() -> None:
    """All tables as the models have them now: an empty database has no history to go through."""
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    try:
        call_command("migrate", run_syncdb=True, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = before


def _switch(described: dict[str, Any]) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: dict(described)})
    connections.settings[DEFAULT_DB_ALIAS] = configured[DEFAULT_DB_ALIAS]
    ContentType.objects.clear_cache()
    compiled.forget()


def _refuse_used() -> None:
    """A database that holds anything is somebody's: perhaps the installation's own."""
    if connections[DEFAULT_DB_ALIAS].introspection.table_names():
        raise Refused(
            "That database is not empty. Give one that was made for the simulation.",
            code="database_not_empty",
        )
