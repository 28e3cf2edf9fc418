"""A complaint that has come in, and a mail server that takes what is sent of it."""

import pytest
from django.core.cache import cache
from django.test import Client

from processes.models import Complaint
from tests.notifications.conftest import office
from tests.processes.complaints.complaining import only, sent
from tests.support.world import World

__all__ = ["office"]


@pytest.fixture
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def lodged(world: World, client: Client) -> Complaint:
    response = sent(client, world.at)
    assert response.status_code == 200, response.content.decode()
    return only()
