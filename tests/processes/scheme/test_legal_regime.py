"""By what law decisions are taken: the letter of a public authority has words of its own."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.models import Scheme
from tests.support import stages
from tests.support.world import START, World
from workflow import trail

pytestmark = pytest.mark.django_db
WORDS = {"appeal_sv": "Överklaga till förvaltningsrätten.", "appeal_en": "Appeal to the court."}
OURS = "Somebody who took no part answers"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def administrator(client: Client, world: World) -> Client:
    client.force_login(world.administrator)
    return client


def saved(client: Client, scheme: Scheme, **said: str) -> int:
    address = reverse("edit_scheme", args=[scheme.code])
    seen = client.get(address).context["form"].mark
    words = {"title_sv": scheme.title_sv, "title_en": scheme.title_en}
    return client.post(address, {"seen": seen, **words, **said}).status_code


def test_under_an_agreement_no_letter_speaks_of_a_court(world: World, client: Client) -> None:
    case = stages.refused(world, world.municipality)
    client.force_login(world.coordinator)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("case_decision", args=[case.number, 1])).content.decode()

    assert OURS in page
    assert "court" not in page


def test_an_authority_says_in_its_letters_how_to_appeal(
    world: World, administrator: Client
) -> None:
    assert saved(administrator, world.scheme, legal_regime="authority", **WORDS) == 302
    case = stages.refused(world, world.municipality)
    for language, words in (("sv", WORDS["appeal_sv"]), ("en", WORDS["appeal_en"])):
        reader = Client()
        reader.force_login(world.coordinator)
        reader.cookies["django_language"] = language

        page = reader.get(reverse("case_decision", args=[case.number, 1])).content.decode()

        assert words in page
        assert OURS not in page
    assert not [fault for faults in trail.verify_all() for fault in faults]


@pytest.mark.parametrize(
    ("regime", "words", "status"),
    [
        ("authority", {}, 422),
        ("authority", {"appeal_sv": "Så här.", "appeal_en": " "}, 422),
        ("agreement", WORDS, 422),
        ("court", WORDS, 422),
        ("agreement", {}, 302),
    ],
)
def test_words_of_an_appeal_go_with_an_authority_in_both_languages(
    world: World, administrator: Client, regime: str, words: dict[str, str], status: int
) -> None:
    before = world.scheme.legal_regime

    assert saved(administrator, world.scheme, legal_regime=regime, **words) == status

    world.scheme.refresh_from_db()
    assert world.scheme.legal_regime == before


def test_a_page_opened_before_leaves_it_as_it_is(world: World, administrator: Client) -> None:
    saved(administrator, world.scheme, legal_regime="authority", **WORDS)

    saved(administrator, world.scheme, **WORDS)

    world.scheme.refresh_from_db()
    assert world.scheme.legal_regime == "authority"
