"""SpiffWorkflow: a BPMN engine that keeps nothing itself.

As its own examples do, the whole workflow is saved as JSON at each step; an inbox table beside it
holds the open tasks, or nobody could see a queue without reading every case.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.contender import Contender

TABLES = """
CREATE TABLE instance (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL,
    done boolean NOT NULL DEFAULT false
);
CREATE TABLE inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instance bigint NOT NULL REFERENCES instance,
    task uuid NOT NULL UNIQUE,
    step text NOT NULL,
    status text NOT NULL DEFAULT 'new',
    owner bigint
);
CREATE INDEX inbox_open ON inbox (instance) WHERE status <> 'done';
CREATE INDEX inbox_queue ON inbox (step, id) WHERE status = 'new';
"""
OPEN = "INSERT INTO instance (state) VALUES (%s) RETURNING id"
ADD = "INSERT INTO inbox (instance, task, step) VALUES (%s, %s, %s)"
CLAIM = "UPDATE inbox SET status = 'assigned', owner = %s WHERE id = %s AND status = 'new'"
LOCK = "SELECT state FROM instance WHERE id = %s FOR UPDATE"
SAVE = "UPDATE instance SET state = %s, done = %s WHERE id = %s"
FINISH = """
UPDATE inbox SET status = 'done' WHERE id = %s AND status = 'assigned' AND owner = %s RETURNING task
"""
OWNER = 1
READY = TaskState.READY


class Spiff(Contender):
    """Reads, moves and writes the whole workflow."""

    def __init__(self, database: str) -> None:
        self.connection = psycopg.connect(database, autocommit=True)
        self.statements = 0

    def prepare(self) -> None:
        """Two small tables."""
        self.connection.execute(TABLES)

    def begin(self) -> None:
        """Read the process definition once."""
        parser = BpmnParser()
        parser.add_bpmn_file(str(Path(__file__).with_name("casework.bpmn")))
        self.definition = parser.get_spec("casework")
        self.serializer = BpmnWorkflowSerializer()

    def start(self) -> int:
        """A new workflow, run to its first task."""
        workflow = BpmnWorkflow(self.definition)
        workflow.do_engine_steps()
        with self.connection.transaction():
            case = int(self._run(OPEN, self.serializer.serialize_json(workflow)).fetchone()[0])
            self._add(case, workflow)
        return case

    def waiting(self, case: int, step: str) -> int:
        """The number of the row in the inbox."""
        query = "SELECT id FROM inbox WHERE instance = %s AND status <> 'done'"
        row = self.connection.execute(query, [case]).fetchone()
        return int(row[0]) if row else 0

    def claim(self, task: int, step: str) -> None:
        """One guarded update of the inbox."""
        if self._run(CLAIM, OWNER, task).rowcount != 1:
            raise RuntimeError("taken")

    def complete(self, case: int, task: int, step: str) -> None:
        """Lock, read, run the task, write."""
        with self.connection.transaction():
            state = self._run(LOCK, case).fetchone()[0]
            key: UUID = self._run(FINISH, task, OWNER).fetchone()[0]
            workflow = self.serializer.deserialize_json(state)
            workflow.get_task_from_id(key).run()
            workflow.do_engine_steps()
            self._run(SAVE, self.serializer.serialize_json(workflow), workflow.completed, case)
            self._add(case, workflow)

    def sent(self) -> int:
        """Counted here."""
        return self.statements

    def finished(self) -> int:
        """Workflows that have ended."""
        return int(self._run("SELECT count(*) FROM instance WHERE done").fetchone()[0])

    def _add(self, case: int, workflow: Any) -> None:
        for task in workflow.get_tasks(state=READY, manual=True):
            self._run(ADD, case, task.id, task.task_spec.bpmn_id)

    def _run(self, statement: str, *given: object) -> Any:
        self.statements += 1
        return self.connection.execute(statement, given)
