"""What every test may use."""

import pytest

from tests import world as worlds
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """One body, one municipality, one person per role, a small published scheme."""
    return worlds.build()
