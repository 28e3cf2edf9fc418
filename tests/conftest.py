"""What every test may use."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.support import copies, emptying
from tests.support import world as worlds
from tests.support.world import World

collect_ignore = [] if apps.is_installed("tests.permits") else ["permits"]
"""They run by settings of their own: see ``tests/processes/kinds/test_second_process.py``."""


# On a machine at work an example takes longer, and that says nothing of the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

ENDED = count(1)
TESTS_A_SWEEP = 40


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """On PostgreSQL the migrations make the tables; on SQLite the models do.

    ``tests/landed`` goes through all migrations on both.
    """
    return connection.vendor == "postgresql"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """When all that a test began is taken back, now and then."""
    yield
    if next(ENDED) % TESTS_A_SWEEP == 0:
        emptying.sweep(connection)


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
