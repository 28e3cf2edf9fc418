"""The rows on which queues are measured are dealt out as they say."""

from collections import Counter

import pytest
from django.db import connection

from bench import tasks
from processes.roles import Role
from workflow.models import Exclusion, Task


@pytest.mark.django_db
def test_many_tasks_are_dealt_out_as_few_are() -> None:
    crowd = tasks.fill(4000)

    dealt = Counter(Task.objects.values_list("status", "role"))
    assert dealt.total() == 4000
    assert dealt["NEW", Role.DECISION_MAKER] == tasks.RARE
    assert dealt["NEW", Role.OFFICER] == pytest.approx(1200, abs=20)
    assert not Task.objects.filter(role=Role.ADMINISTRATOR).exists()
    assert Exclusion.objects.filter(person=crowd.common).exists()
    assert Task.objects.filter(owner=crowd.owner, status__in=Task.OPEN).exists()


@pytest.mark.django_db
def test_the_table_has_its_indexes_again() -> None:
    def indexes() -> set[str]:
        with connection.cursor() as cursor:
            return set(connection.introspection.get_constraints(cursor, "workflow_task"))

    before = indexes()

    tasks.fill(2500)

    assert indexes() == before
