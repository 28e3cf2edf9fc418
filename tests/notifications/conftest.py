from collections.abc import Iterator

import pytest

from tests.notifications.post import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    """A mail server that takes what we send."""
    with open_office() as opened:
        yield opened
