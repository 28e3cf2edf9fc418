"""What every test may use."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.support import copies
from tests.support import world as worlds
from tests.support.database import emptying
from tests.support.world import World

collect_ignore = [] if apps.is_installed("tests.permits") else ["permits"]
"""They run by settings of their own: see ``tests/processes/kinds/test_second_process.py``."""


# On a machine at work an example takes longer, and that says nothing of the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

CHANGING = {"monkeypatch", "settings", "django_capture_on_commit_callbacks"}
"""With these a step may do something else than it does elsewhere: it is taken, not copied."""

TESTS = Path(__file__).parent

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
def world(request: pytest.FixtureRequest, db: None) -> World:
    """One body, one municipality, one person per role, a small published scheme."""
    world = copies.of(worlds.build).one()
    if _changes_what_a_step_does(request):
        world.way = None
    return world


def _changes_what_a_step_does(request: pytest.FixtureRequest) -> bool:
    """The test, or a fixture that it or its folder has, asks for what could."""
    folders = [one / "conftest.py" for one in request.path.parents if one.is_relative_to(TESTS)]
    files = [request.path, *(one for one in folders if one.exists())]
    names = {request.function.__name__, *request.fixturenames}
    return any(CHANGING & asked for one in files for name, asked in _asked(one) if name in names)


@cache
def _asked(path: Path) -> list[tuple[str, set[str]]]:
    """What each test and each fixture of a file asks for."""
    nodes = ast.walk(ast.parse(path.read_text()))
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef)]
    return [(one.name, {argument.arg for argument in one.args.args}) for one in functions]


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
