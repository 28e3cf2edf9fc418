"""How the database finds the next task: along the index of the queues, with nothing put in order.

What is found so costs the same whatever the number of tasks; the bench measures that it does.
"""

import pytest
from django.db import connection

from bench import tasks
from tests import plans
from workflow import queues

IN_ORDER_TO_BEGIN_WITH = {"postgresql": "Index Scan using task_queue", "sqlite": "INDEX task_queue"}
ALL_ARE_READ = {"postgresql": "Seq Scan on workflow_task", "sqlite": "SCAN workflow_task"}
PUT_IN_ORDER = {"postgresql": "Sort Key: ", "sqlite": "TEMP B-TREE FOR ORDER BY"}


@pytest.fixture
def crowd(db: None) -> tasks.Crowd:
    crowd = tasks.fill(3000)
    plans.settle()
    return crowd


def test_the_next_task_is_the_first_of_each_range(crowd: tasks.Crowd) -> None:
    for person in (crowd.common, crowd.rare, crowd.empty, crowd.several, crowd.owner):
        (plan,) = plans.of(lambda taker=person: queues.claim_next(taker, at=tasks.AT))

        assert IN_ORDER_TO_BEGIN_WITH[connection.vendor] in plan
        assert ALL_ARE_READ[connection.vendor] not in plan
        # What is put in order are the roles, and the first task of each.
        assert plan.count(PUT_IN_ORDER[connection.vendor]) <= 2
