"""Raw SQL on SQLite: it has no statement that writes two tables, so a step is one transaction."""

import sqlite3

from bench.contender import FOLLOWING, STEPS, Contender

TABLES = """
CREATE TABLE casework (id integer PRIMARY KEY, state text NOT NULL, version int DEFAULT 0);
CREATE TABLE task (
    id integer PRIMARY KEY,
    casework integer NOT NULL REFERENCES casework,
    step text NOT NULL,
    status text NOT NULL DEFAULT 'new',
    owner integer,
    created text DEFAULT CURRENT_TIMESTAMP,
    assigned text,
    finished text
);
CREATE INDEX task_open ON task (casework) WHERE status <> 'done';
CREATE INDEX task_queue ON task (step, id) WHERE status = 'new';
"""
OPEN = "INSERT INTO casework (state) VALUES ('opened')"
ADD = "INSERT INTO task (casework, step) VALUES (?, ?)"
CLAIM = """
UPDATE task SET status = 'assigned', owner = ?, assigned = CURRENT_TIMESTAMP
WHERE id = ? AND status = 'new' AND owner IS NULL
"""
FINISH = """
UPDATE task SET status = 'done', finished = CURRENT_TIMESTAMP
WHERE id = ? AND status = 'assigned' AND owner = ?
"""
MOVE = "UPDATE casework SET state = ?, version = version + 1 WHERE id = ?"
OWNER = 1


class RawSqlite(Contender):
    """Three small statements a step, in one write transaction."""

    def __init__(self, database: str) -> None:
        self.connection = sqlite3.connect(database, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self.statements = 0

    def prepare(self) -> None:
        """Two small tables."""
        self.connection.executescript(TABLES)

    def begin(self) -> None:
        """Nothing to know."""

    def start(self) -> int:
        """A case with its first task."""
        self.connection.execute("BEGIN IMMEDIATE")
        case = self._run(OPEN).lastrowid or 0
        self._run(ADD, case, STEPS[0])
        self.connection.execute("COMMIT")
        return case

    def waiting(self, case: int, step: str) -> int:
        """The number of the task in the queue."""
        query = "SELECT id FROM task WHERE casework = ? AND status <> 'done'"
        return int(self.connection.execute(query, [case]).fetchone()[0])

    def claim(self, task: int, step: str) -> None:
        """One guarded update."""
        if self._run(CLAIM, OWNER, task).rowcount != 1:
            raise RuntimeError("taken")

    def complete(self, case: int, task: int, step: str) -> None:
        """Task, case and next task."""
        self.connection.execute("BEGIN IMMEDIATE")
        if self._run(FINISH, task, OWNER).rowcount != 1:
            raise RuntimeError("not open")
        self._run(MOVE, step, case)
        if step in FOLLOWING:
            self._run(ADD, case, FOLLOWING[step])
        self.connection.execute("COMMIT")

    def sent(self) -> int:
        """Counted here."""
        return self.statements

    def finished(self) -> int:
        """Those decided."""
        return int(self._run("SELECT count(*) FROM casework WHERE state = 'decide'").fetchone()[0])

    def _run(self, statement: str, *given: object) -> sqlite3.Cursor:
        self.statements += 1
        return self.connection.execute(statement, given)
