"""What the database itself sees to, on SQLite and on PostgreSQL.

The trail is append-only and its chain's head follows it; a closed task has no waiting timers; the
directory's version changes with what is watched.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper as Database

TRAIL = "workflow_trailentry"
TASK = "workflow_task"
CLOSED = "('DONE', 'CANCELED')"

MOVE_HEAD = (
    "UPDATE workflow_trailchain SET length = NEW.sequence, head = NEW.hash "
    "WHERE id = NEW.chain_id AND length = NEW.sequence - 1"
)
STOP_TIMERS = (
    "UPDATE workflow_timer SET status = 'cancelled', finished_at = NEW.finished "
    "WHERE status = 'waiting' AND subject_id = NEW.id AND subject_type_id = "
    "(SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'task')"
)
IS_CLOSING = f"NEW.status IN {CLOSED} AND OLD.status NOT IN {CLOSED}"

APPEND_ONLY = {
    "sqlite": (
        (
            f"CREATE TRIGGER IF NOT EXISTS trail_no_update BEFORE UPDATE ON {TRAIL} "
            "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        ),
        (
            f"CREATE TRIGGER IF NOT EXISTS trail_no_delete BEFORE DELETE ON {TRAIL} "
            "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TRAIL} "
            "FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TRAIL} "
            "FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()"
        ),
    ),
}
FOLLOWING = {
    "sqlite": (
        (f"CREATE TRIGGER IF NOT EXISTS trail_head AFTER INSERT ON {TRAIL} BEGIN {MOVE_HEAD}; END"),
        (
            f"CREATE TRIGGER IF NOT EXISTS task_closed AFTER UPDATE OF status ON {TASK} "
            f"WHEN {IS_CLOSING} BEGIN {STOP_TIMERS}; END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION trail_head_follows() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {MOVE_HEAD}; RETURN NULL; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER trail_head AFTER INSERT ON {TRAIL} "
            "FOR EACH ROW EXECUTE FUNCTION trail_head_follows()"
        ),
        (
            "CREATE OR REPLACE FUNCTION task_timers_stop() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {STOP_TIMERS}; RETURN NULL; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER task_closed AFTER UPDATE OF status ON {TASK} "
            f"FOR EACH ROW WHEN ({IS_CLOSING}) EXECUTE FUNCTION task_timers_stop()"
        ),
    ),
}
RANDOM = {"sqlite": "hex(randomblob(16))", "postgresql": "gen_random_uuid()::text"}
FIRST_VERSION = (
    "INSERT INTO workflow_directorystamp (id, stamp) VALUES (1, {random}) "
    "ON CONFLICT (id) DO UPDATE SET stamp = EXCLUDED.stamp"
)
# No upsert: on SQLite a statement that ignores conflicts makes its triggers ignore them too.
NEW_VERSION = "UPDATE workflow_directorystamp SET stamp = {random}"
EVENTS = {"new": "INSERT", "changed": "UPDATE{columns}", "lost": "DELETE"}
OF_SQLITE = f"AFTER {{event}} ON {{table}} BEGIN {NEW_VERSION.format(random=RANDOM['sqlite'])}; END"
WATCHING = {
    "sqlite": tuple(
        part
        for what, event in EVENTS.items()
        for part in (
            f"DROP TRIGGER IF EXISTS {{table}}_{what}_stamped",
            f"CREATE TRIGGER {{table}}_{what}_stamped {OF_SQLITE.replace('{event}', event)}",
        )
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION directory_changes() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {NEW_VERSION.format(random=RANDOM['postgresql'])}; RETURN NULL; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER {table}_stamped AFTER INSERT OR UPDATE{columns} OR DELETE "
            "ON {table} FOR EACH STATEMENT EXECUTE FUNCTION directory_changes()"
        ),
    ),
}
LIFT = {
    "sqlite": ("DROP TRIGGER IF EXISTS trail_no_update", "DROP TRIGGER IF EXISTS trail_no_delete"),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS trail_no_change ON {TRAIL}",
        f"DROP TRIGGER IF EXISTS trail_no_truncate ON {TRAIL}",
    ),
}


def create(connection: Database) -> None:
    """Let the database see to it from now on. Safe to repeat."""
    _execute(connection, APPEND_ONLY[connection.vendor] + FOLLOWING[connection.vendor])


def drop(connection: Database) -> None:
    """Lift the refusal: for emptying a test database, and for a decided disposal."""
    _execute(connection, LIFT[connection.vendor])


def forbid(connection: Database) -> None:
    """Refuse changes, deletions and truncation of trail entries."""
    _execute(connection, APPEND_ONLY[connection.vendor])


def watch(connection: Database, tables: Mapping[str, tuple[str, ...]]) -> None:
    """Change the directory's version now, and with the rows of some tables. Safe to repeat.

    ``tables``: by name the columns whose changes count; all count where none is named.
    """
    for table, columns in tables.items():
        named = {"table": table, "columns": f" OF {', '.join(columns)}" if columns else ""}
        _execute(connection, tuple(one.format(**named) for one in WATCHING[connection.vendor]))
    _execute(connection, (FIRST_VERSION.format(random=RANDOM[connection.vendor]),))


def unwatch(connection: Database) -> None:
    """Let no table change the version any more."""
    if connection.vendor == "postgresql":
        _execute(connection, ("DROP FUNCTION IF EXISTS directory_changes() CASCADE",))
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = [name for (name,) in cursor.fetchall() if name.endswith("_stamped")]
    _execute(connection, tuple(f"DROP TRIGGER {name}" for name in names))


def _execute(connection: Database, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
