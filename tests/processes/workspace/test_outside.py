"""Who has a part in no case meets words that are true, and ways on."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.roles import BODY, MUNICIPAL, OBSERVING, Role
from tests.support import drive
from tests.support.world import World, person

WORDS = {"sv": "Din roll har ingen del i ärendena", "en": "Your role has no part in the cases"}
CASES = f'href="{reverse("cases")}"'


def _page(world: World, role: Role | None, name: str, language: str = "sv", asked: str = "") -> str:
    place = world.municipality if role in MUNICIPAL else world.body
    client = Client()
    client.force_login(person("Någon Annan", place, role))
    client.cookies["django_language"] = language
    return client.get(f"{reverse(name)}{asked}").content.decode()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("role", OBSERVING)
@pytest.mark.parametrize(("name", "asked"), [("cases", ""), ("cases", "?q=x"), ("inbox", "")])
def test_an_observing_role_is_told_who_sees_what(
    world: World, role: Role, name: str, asked: str, language: str
) -> None:
    drive.apply(world)

    page = _page(world, role, name, language, asked)

    assert WORDS[language] in page
    words = page.partition(WORDS[language])[2].partition("</main>")[0]
    for way in ("register", "statistics"):
        assert f'href="{reverse(way)}"' in words, way
    assert CASES not in page
    assert "Inga ärenden än" not in page
    assert "No cases yet" not in page


def test_who_holds_no_role_is_not_told_that_there_are_no_cases(world: World) -> None:
    page = _page(world, None, "cases")

    assert WORDS["sv"] in page
    assert f'href="{reverse("statistics")}"' not in page


@pytest.mark.parametrize("role", [*MUNICIPAL, *BODY])
@pytest.mark.parametrize("name", ["cases", "inbox"])
def test_every_other_role_has_its_lists(world: World, role: Role, name: str) -> None:
    page = _page(world, role, name)

    assert WORDS["sv"] not in page
    assert CASES in page
