"""Raw SQL: one prepared statement per step, as fast as the database goes. The limit.

It keeps a case and its tasks and nothing else.
"""

from typing import Any

import psycopg

from bench.contender import FOLLOWING, STEPS, Contender

TABLES = """
CREATE TABLE casework (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL,
    version int NOT NULL DEFAULT 0
);
CREATE TABLE task (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    casework bigint NOT NULL REFERENCES casework,
    step text NOT NULL,
    status text NOT NULL DEFAULT 'new',
    owner bigint,
    created timestamptz NOT NULL DEFAULT now(),
    assigned timestamptz,
    finished timestamptz
);
CREATE INDEX task_open ON task (casework) WHERE status <> 'done';
CREATE INDEX task_queue ON task (step, id) WHERE status = 'new';
"""
START = """
WITH opened AS (INSERT INTO casework (state) VALUES ('opened') RETURNING id)
INSERT INTO task (casework, step) SELECT id, %s FROM opened RETURNING casework
"""
CLAIM = """
UPDATE task SET status = 'assigned', owner = %s, assigned = now()
WHERE id = %s AND status = 'new' AND owner IS NULL
"""
COMPLETE = """
WITH done AS (
    UPDATE task SET status = 'done', finished = now()
    WHERE id = %s AND status = 'assigned' AND owner = %s RETURNING casework
), moved AS (
    UPDATE casework SET state = %s, version = version + 1 FROM done
    WHERE casework.id = done.casework RETURNING casework.id
)
INSERT INTO task (casework, step) SELECT id, %s FROM moved WHERE %s RETURNING id
"""
OWNER = 1


class Raw(Contender):
    """Two statements a step."""

    def __init__(self, database: str) -> None:
        self.connection = psycopg.connect(database, autocommit=True, prepare_threshold=0)
        self.statements = 0

    def prepare(self) -> None:
        """Two small tables."""
        self.connection.execute(TABLES, prepare=False)

    def begin(self) -> None:
        """Nothing to know."""

    def start(self) -> int:
        """A case with its first task."""
        return int(self._one(START, STEPS[0]))

    def waiting(self, case: int, step: str) -> int:
        """The number of the task in the queue."""
        query = "SELECT id FROM task WHERE casework = %s AND status <> 'done'"
        row = self.connection.execute(query, [case]).fetchone()
        return int(row[0]) if row else 0

    def claim(self, task: int, step: str) -> None:
        """One guarded update."""
        self.statements += 1
        if self.connection.execute(CLAIM, [OWNER, task]).rowcount != 1:
            raise RuntimeError("taken")

    def complete(self, case: int, task: int, step: str) -> None:
        """Task, case and next task at once."""
        following = FOLLOWING.get(step)
        self._one(COMPLETE, task, OWNER, step, following or "", following is not None)

    def sent(self) -> int:
        """Counted here."""
        return self.statements

    def finished(self) -> int:
        """Those decided."""
        return int(self._one("SELECT count(*) FROM casework WHERE state = 'decide'"))

    def _one(self, statement: str, *given: Any) -> Any:
        self.statements += 1
        row = self.connection.execute(statement, given).fetchone()
        return row[0] if row else None
