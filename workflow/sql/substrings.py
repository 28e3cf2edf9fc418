"""Rows that have a text somewhere in a column, found by an index where the database has one.

Both databases compare regular expressions without regard to case, also outside of ASCII, where
SQLite's LIKE does not.
"""

from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models import Q

from workflow.sql import names

CAN_HAVE = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
        OR EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
           AND has_database_privilege(current_database(), 'CREATE')
"""


def containing(column: str, text: str) -> Q:
    """The column has the text: in upper or lower case, with any dashes or spaces between words."""
    return Q(**{f"{column}__iregex": names.pattern(text)})


def index(connection: Database, name: str, *, table: str, column: str) -> None:
    """Let PostgreSQL find the text by its trigrams; where it may not, it reads all rows."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(CAN_HAVE)
        if cursor.fetchone()[0]:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            columns = f'USING gin ("{column}" gin_trgm_ops)'
            cursor.execute(f'CREATE INDEX "{name}" ON "{table}" {columns}')


def drop(connection: Database, name: str) -> None:
    """Do without it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
