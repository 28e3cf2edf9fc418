"""The database itself keeps the trail append-only, on SQLite and on PostgreSQL."""

from typing import Any

TABLE = "workflow_trailentry"

SQLITE = (
    (
        f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    ),
    (
        f"CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    ),
)

POSTGRESQL = (
    (
        "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    ),
    (
        f"CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()"
    ),
    (
        f"CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()"
    ),
)

DROP = {
    "sqlite": ("DROP TRIGGER IF EXISTS trail_no_update", "DROP TRIGGER IF EXISTS trail_no_delete"),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS trail_no_change ON {TABLE}",
        f"DROP TRIGGER IF EXISTS trail_no_truncate ON {TABLE}",
    ),
}
CREATE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(connection: Any) -> None:
    """Refuse changes, deletions and truncation of trail entries from now on."""
    _execute(connection, CREATE[connection.vendor])


def drop(connection: Any) -> None:
    """Lift the refusal: for emptying a test database, and for a decided disposal."""
    _execute(connection, DROP[connection.vendor])


def _execute(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
