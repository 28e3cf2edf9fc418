"""What a reader may do with a case stands in one place on its overview."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from processes.models import Person
from tests.support import stages
from tests.support.world import World

pytestmark = pytest.mark.django_db


def ways(somebody: Person, number: str) -> list[str]:
    client = Client()
    client.force_login(somebody)
    page = client.get(reverse("case", args=[number])).content.decode()
    section = re.search(r'aria-labelledby="ways".*?</section>', page, re.DOTALL)
    assert page.count('aria-labelledby="ways"') <= 1
    return re.findall(r'href="([^"]+)"', section.group()) if section else []


def test_everything_that_may_change_a_running_case_stands_together(world: World) -> None:
    case = stages.to_be_signed(world, world.municipality)

    offered = ways(world.officer, case.number)

    for name in ("case_end", "case_park"):
        assert reverse(name, args=[case.number]) in offered
    assert any("/extend/" in one for one in offered)
    assert len(offered) == len(set(offered))


def test_who_may_change_nothing_is_offered_nothing(world: World) -> None:
    case = stages.to_be_signed(world, world.municipality)

    assert ways(world.decision_maker, case.number) == []
