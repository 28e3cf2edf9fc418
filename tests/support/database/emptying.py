"""Between committed tests the database is emptied, by deleting what there is.

Django truncates every table and lets every application begin anew: seconds on PostgreSQL, where
each table becomes a new file, for a few dozen rows.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from workflow.models import DirectoryVersion
from workflow.sql import triggers

KEPT = {model._meta.db_table for model in (ContentType, Permission, DirectoryVersion)}
"""What every application begins with, and no test changes."""

DEAD = 2_000
LITTERED = "SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > %s"


def empty(connection: Any) -> None:
    """Delete every row but those; the trail lets it happen, and the directory's version is new."""
    triggers.drop(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in _full(connection, cursor):
            cursor.execute(f'DELETE FROM "{table}"')
        triggers.watch(connection, {})
    triggers.create(connection)


def _full(connection: Any, cursor: Any) -> list[str]:
    """The tables that have rows."""
    known = connection.introspection.django_table_names(only_existing=True, include_views=False)
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in {*known} - KEPT)
    cursor.execute(" UNION ALL ".join(each))
    return [name for (name,) in cursor.fetchall()]


def sweep(connection: Any) -> None:
    """Between two tests, let PostgreSQL forget what tests have taken back or deleted.

    Its own sweeper may be off, or too late: after a thousand tests a small table was 37 MB of rows
    that are no more, and every question read them.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    if connection.in_atomic_block or connection.connection.closed:
        return
    raw = connection.connection
    for (table,) in raw.execute(LITTERED, [DEAD]).fetchall():
        raw.execute(f'VACUUM "{table}"')
