"""What every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests import world as worlds
from tests.support import copies
from tests.world import World
from workflow.sql import triggers


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """On PostgreSQL the migrations make the tables; on SQLite the models do.

    ``tests/landed`` goes through all migrations on both.
    """
    return connection.vendor == "postgresql"


@pytest.fixture
def world(db: None) -> World:
    """One body, one municipality, one person per role, a small published scheme."""
    return copies.of(worlds.build).one()


@pytest.fixture
def shared_world(transactional_db: None) -> World:
    """The same world, committed: other threads and processes see it."""
    return copies.of(worlds.build).one()


@pytest.fixture(autouse=True, scope="session")
def emptying_a_test_database_may_empty_the_trail() -> Iterator[None]:
    """Between committed tests all tables are emptied; the trail's triggers would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def lifted(case: Any) -> None:
        triggers.drop(connection)
        empty(case)
        triggers.create(connection)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = empty
