"""A simulation's own database is not the installation's, whatever was asked before."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from config.simulated.own_database import own_database
from processes.models import Organisation
from workflow.sql.compiled import compiled
from workflow.sql.cursors import cursor_of_thread


@compiled
def asked(code: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(code=code)


def _where() -> list[bool]:
    """Whether compiled queries go where Django's do: before, inside and afterwards."""
    found = []
    try:
        for inside in (False, True, False):
            if inside:
                with own_database():
                    found.append(_is_here())
            else:
                found.append(_is_here())
    finally:
        connections.close_all()
    return found


def _is_here() -> bool:
    assert not asked("nobody").exists()
    return cursor_of_thread().db is connections[DEFAULT_DB_ALIAS]


@pytest.mark.django_db(transaction=True)
def test_compiled_queries_go_to_it_and_back() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_where).result() == [True, True, True]
