"""A filter that cannot be used is said not to be used, on every page that has one."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import drive
from tests.support.world import World

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
TOO_LONG = "x" * 81
NOT_USED = "Filtret användes inte: allt visas."
FILTERS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "cases": ("officer", {"stage": "zzz", "kind": "special"}, {"kind": "surveillance"}),
    "inbox": ("officer", {"q": "x" * 61, "stage": "audit"}, {"q": "x" * 60}),
    "people": ("administrator", {"text": TOO_LONG}, {"text": "qqq"}),
    "organisations": ("administrator", {"county": "zz", "text": "x"}, {"text": "x"}),
    "security_log": ("administrator", {"kind": "zzz"}, {"kind": "exported"}),
    "register": ("", {"county": "zz", "q": "x"}, {"q": "x"}),
    "audit_workspace": ("auditor", {"area": "zz", "show": "major"}, {"show": "major"}),
}
"""By address: who reads, a filter that cannot be used, and a good one that finds nothing."""
NO_LIST = {
    "processes/register/register_check.html",  # its one field is the form of the page
    "processes/register/register_certificate.html",  # leads to the page before
    "processes/register/statistics.html",  # a day, tested with the statistics
    "processes/renewal/_calendar.html",  # a day, tested with the preview of cycles
}


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


def asked(world: World, name: str, query: dict[str, str], case: Any) -> Any:
    who = FILTERS[name][0]
    client = Client()
    if who:
        client.force_login(getattr(world, who))
    arguments = [case.number] if name == "audit_workspace" else []
    return client.get(reverse(name, args=arguments), query)


def title(response: Any) -> str:
    return re.search(r"<title>\s*(.*?)</title>", response.content.decode(), re.S)[1]


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rows(response: Any) -> int:
    return len(re.findall(r'class="row-link"|<td data-label="By"', response.content.decode()))


@pytest.fixture
def case(world: World) -> Any:
    return drive.audited(world)


@pytest.mark.parametrize("name", FILTERS)
def test_what_cannot_be_used_is_said_not_to_be_used(world: World, case, name):
    everything = asked(world, name, {}, case)
    response = asked(world, name, FILTERS[name][1], case)

    assert response.status_code == 200
    assert title(response).startswith("Fel:")
    assert "Det finns ett problem" in words(response)
    assert NOT_USED in words(response)
    assert rows(response) == rows(everything)


@pytest.mark.parametrize("name", FILTERS)
def test_what_can_be_used_is_used(world: World, case, name):
    response = asked(world, name, FILTERS[name][2], case)

    assert "Fel:" not in title(response)
    assert NOT_USED not in words(response)
    assert rows(response) < max(rows(asked(world, name, {}, case)), 1)


def test_every_page_with_a_filter_is_tried(world: World, case):
    forms = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if 'method="get"' in path.read_text()
    }
    shown = {
        template.name
        for name in FILTERS
        for template in asked(world, name, {}, case).templates
        if template.name
    }

    assert forms - shown == NO_LIST
