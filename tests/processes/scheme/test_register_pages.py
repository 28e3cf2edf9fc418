"""The pages of the register together: every municipality once, at the same cost however many."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes import data, kinds
from processes.models import Case, Certificate, Certification, Organisation
from processes.register import listing
from processes.register.listing import Wish
from tests.support import plans
from tests.support.world import START, World

DAY = date(2026, 9, 1)
READS_ALL = {
    "postgresql": r"Seq Scan on processes_(organisation|certificate|certification)\b",
    "sqlite": r"SCAN (processes_organisation|processes_certificat\w+)(?! USING)",
}
INDEXED = {"postgresql": r"Scan using {} on", "sqlite": r"USING (?:COVERING )?INDEX {}\b"}
SORTED = {"postgresql": r"\bSort\b", "sqlite": r"TEMP B-TREE FOR ORDER BY"}


@pytest.fixture(autouse=True)
def on_a_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC), tick=False):
        yield


def add(world: World, number: int, *, every: int = 1, first: int = 0) -> None:
    """So many municipalities, two of each name; each or some of them certified."""
    places = [
        Organisation(
            kind="municipality", code=f"9{n:05}", name=f"Ort {n // 2:04}", county_code="08"
        )
        for n in range(first, first + number)
    ]
    certify(world, Organisation.objects.bulk_create(places)[::every])


def certify(world: World, places: list[Organisation]) -> None:
    """Certificates without the way there, and without what is planned after them."""
    certifications = Certification.objects.bulk_create(
        Certification(organisation=place, scheme=world.scheme, created_at=START) for place in places
    )
    cases = Case.objects.bulk_create(
        Case(
            certification=one,
            kind=kinds.INITIAL,
            number=f"KL-X-{one.pk}",
            state=Case.State.GRANTED,
            edition=world.edition,
            cycle=world.cycle,
            opened_at=START,
            opened_date=START.date(),
        )
        for one in certifications
    )
    Certificate.objects.bulk_create(
        Certificate(
            certification=case.certification,
            case=case,
            number=f"KLC-X-{case.certification.organisation.code}",
            scope="Bygglov",
            decided_date=START.date(),
            effective_date=START.date(),
            anchor_date=START.date(),
            expiry_date=date(2029, 3, 2),
        )
        for case in cases
    )


def shown(client: Client, **query: str) -> list[str]:
    """The codes on all pages, as somebody meets them who follows the links."""
    codes, address = [], reverse("register")
    answer = client.get(address, query)
    while True:
        codes += [entry.organisation.code for entry in answer.context["entries"]]
        following = answer.context["next"]
        if not following:
            return codes
        assert f'href="{following.replace("&", "&amp;")}"' in answer.content.decode()
        answer = client.get(following)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 34),
        ({"show": "all"}, 102),
        ({"show": "all", "county": "08"}, 100),
        ({"q": "ort"}, 100),
        ({"q": "ort", "show": "all", "language": "en"}, 100),
        ({"q": "9000", "show": "all"}, 100),
        ({"q": "klc-x-9000"}, 34),
    ],
)
def test_every_municipality_once_by_name(
    world: World, client: Client, query: dict[str, str], number: int
) -> None:
    add(world, 100, every=3)

    codes = shown(client, **query)

    places = Organisation.objects.in_bulk(codes, field_name="code")
    assert len(codes) == len(places) == number
    assert (
        all((places[one].name, one) < (places[two].name, two) for one, two in pairwise(codes))
        or connection.vendor == "postgresql"
    )
    assert client.get(reverse("register"), query).context["total"] == number


@pytest.mark.parametrize(
    "after",
    [
        "rubbish",
        "…",
        ".",
        "..",
        "Ort 0003",
        "Ort 0003.",
        "\x00.\x00",
        "1.1.2026-01-01",
        "'.--",
        "9" * 400,
    ],
)
def test_a_place_that_nobody_wrote_is_no_mistake(world: World, client: Client, after: str) -> None:
    add(world, 50)

    answer = client.get(reverse("register"), {"after": after})

    assert answer.status_code == 200
    assert len(answer.context["entries"]) == listing.PAGE


def test_past_the_last_place_the_page_leads_back(world: World, client: Client) -> None:
    add(world, 2)

    text = client.get(reverse("register"), {"after": "Ö.9"}).content.decode()

    assert f'href="{reverse("register")}"' in text
    assert "Ort" not in text


def test_more_than_the_cap_are_not_counted(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "CAP", 20)
    add(world, 20)
    exactly = client.get(reverse("register")).content.decode()
    certify(world, [world.neighbour])

    more = client.get(reverse("register")).content.decode()

    assert "Fler än" not in exactly
    assert "Fler än 20 kommuner" in more


def test_a_page_of_the_whole_country_is_light(world: World, client: Client) -> None:
    for row in data.rows("municipalities"):
        known = {"name": row["name"], "county_code": row["county_code"]}
        named = {"county_name": row["county_name"], "full_name": row["full_name"]}
        Organisation.objects.update_or_create(
            code=row["code"], kind="municipality", defaults={**known, **named}
        )
    certify(world, list(Organisation.objects.municipalities()))
    Certificate.objects.update(with_distinction=True)

    answer = client.get(reverse("register"))

    assert answer.context["total"] == 290
    assert answer.context["in_force"] == 290
    assert {shape.css for shape in answer.context["shapes"]} == {"is-distinguished"}
    assert len(answer.content) <= 100_000


def test_the_map_shows_all_pages_and_only_what_is_asked_for(world: World, client: Client) -> None:
    add(world, 100)
    certify(world, [world.municipality, world.neighbour])

    shapes = client.get(reverse("register"), {"after": "Ö.9"}).context["shapes"]
    some = client.get(reverse("register"), {"q": "hults"}).context["shapes"]

    assert [s.title.partition(":")[0] for s in shapes if s.title] == ["Högsby", "Hultsfred"]
    assert [s.title.partition(":")[0] for s in some if s.title] == ["Hultsfred"]


@pytest.mark.parametrize("query", [{}, {"show": "all"}, {"q": "ort 00"}, {"county": "08"}])
def test_a_page_asks_the_same_however_many_there_are(
    world: World, client: Client, query: dict[str, str]
) -> None:
    asked = []
    for first in (0, 1000):
        add(world, 60 + first // 4, first=first)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("register"), query)
        asked.append(len(captured))

    assert asked[0] == asked[1] <= 5


@pytest.mark.parametrize(
    ("wish", "index"),
    [
        (Wish(), "organisation_by_name"),
        (Wish(everybody=True), "organisation_by_name"),
        (Wish(county="10", everybody=True), "organisation_by_county"),
    ],
)
def test_a_page_goes_along_the_index_of_names(world: World, wish: Wish, index: str) -> None:
    add(world, 2000)
    Organisation.objects.filter(code__endswith="7").update(county_code="10")
    plans.settle()
    second = listing.page(wish, DAY).after

    for after in ("", second):
        first, *rest = plans.of(
            lambda after=after: listing.page(wish, DAY, after), "processes_organisation"
        )

        assert re.search(INDEXED[connection.vendor].format(index), first), first
        assert not re.search(SORTED[connection.vendor], first), first
        for plan in (first, *rest):
            assert not re.search(READS_ALL[connection.vendor], plan), plan


def test_an_export_holds_every_certificate_once_and_few_at_a_time(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "EXPORTED", 7)
    add(world, 30)

    parts = list(client.get(reverse("register_csv")).streaming_content)
    together = json.loads(client.get(reverse("register_json")).getvalue())

    lines = b"".join(parts).decode("utf-8-sig").splitlines()
    numbers = [one["number"] for one in together["certificates"]]
    assert max(part.count(b"\r\n") for part in parts) == 7
    assert len(set(numbers)) == len(numbers) == len(lines) - 1 == 30
    assert [line.split(";")[5] for line in lines[1:]] == numbers
