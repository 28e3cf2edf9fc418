"""How much each table weighs."""

from typing import Any

from django.db import connection

TABLES = """
    SELECT c.relname, c.reltuples::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY pg_total_relation_size(c.oid) DESC
"""
INDEXES = """
    SELECT t.relname, i.relname, pg_relation_size(i.oid), s.idx_scan
    FROM pg_stat_user_indexes s JOIN pg_class i ON i.oid = s.indexrelid
    JOIN pg_class t ON t.oid = s.relid ORDER BY 3 DESC LIMIT 40
"""


def tables() -> list[list[Any]]:
    """Name, rows, bytes of rows and bytes of indexes, the heaviest first."""
    return [list(row) for row in asked(TABLES)]


def indexes() -> list[list[Any]]:
    """The heaviest, with how often the run has used them."""
    return [list(row) for row in asked(INDEXES)]


def whole() -> int:
    """Bytes of the database."""
    return int(asked("SELECT pg_database_size(current_database())")[0][0])


def asked(statement: str) -> list[tuple[Any, ...]]:
    """Rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
