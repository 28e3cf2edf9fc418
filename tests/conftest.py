"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from tests.support import copies, emptying
from tests.support import world as worlds
from tests.support.world import World

collect_ignore = [] if apps.is_installed("tests.permits") else ["permits"]
"""They run by settings of their own: see ``tests/processes/kinds/test_second_process.py``."""


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
def a_test_database_is_emptied_row_by_row() -> Iterator[None]:
    """Of committed tests. No test of the suite is of several databases."""
    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: emptying.empty(connection)
    yield
    TransactionTestCase._fixture_teardown = before
