"""A simulation's own database is not the installation's, whatever was asked before."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from config.simulated.own_database import own_database
from processes.models import Organisation
from workflow.sql import ready
from workflow.sql.ready import Select, Slot

asked = Select(lambda: Organisation.objects.filter(code=Slot("code", ready.TEXT)).values_list("pk"))


def _where() -> list[bool]:
    """Whether questions made ready go where Django's do: before, inside and afterwards."""
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
    assert asked(code="nobody") == []
    return ready.cursor_of_thread().db is connections[DEFAULT_DB_ALIAS]


@pytest.mark.django_db(transaction=True)
def test_questions_made_ready_go_to_it_and_back() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_where).result() == [True, True, True]
