"""The public register: what everybody may see, without login, cookies or personal data."""

import csv
import io
import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes import data
from processes.models import Person, SurveyResult
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.world import World

PAGES = ["register", "register_check", "register_json", "register_csv", "register_feed"]


@pytest.fixture
def certified(world: World) -> Certificate:
    """Hultsfred, certified on 2 March 2026."""
    world.municipality.county_code, world.municipality.county_name = "08", "Kalmar län"
    world.municipality.save()
    certificate = drive.issued(drive.grant(world))
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC), tick=False):
        yield certificate


def page(name: str, *args: str) -> str:
    return reverse(name, args=args)


def addresses() -> list[str]:
    of_one = [page("register_certificate", "0860"), page("register_qr", "0860")]
    return [*map(page, PAGES), *of_one]


def test_everybody_reads_without_login_or_cookie(client: Client, certified: Certificate) -> None:
    for address in addresses():
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert not answer.cookies, address
        assert "public" in answer.headers["Cache-Control"]
        assert "max-age=300" in answer.headers["Cache-Control"]


@pytest.mark.obligation(87)
def test_no_page_names_a_person(client: Client, certified: Certificate) -> None:
    people = list(Person.objects.all())

    for address in addresses():
        text = client.get(address).getvalue().decode()
        assert not [p for p in people if p.name in text or p.email in text]


def test_nothing_is_loaded_from_elsewhere_or_styled_inline(
    client: Client, certified: Certificate
) -> None:
    for address in [
        page("register"),
        page("register_certificate", "0860"),
        page("register_qr", "0860"),
    ]:
        assert b"style=" not in client.get(address).content


def test_nobody_changes_anything_here(client: Client, certified: Certificate) -> None:
    assert {client.post(address).status_code for address in addresses()} == {405}


def test_an_unchanged_page_is_not_sent_twice(client: Client, certified: Certificate) -> None:
    etag = client.get(page("register")).headers["ETag"]

    assert client.get(page("register"), headers={"if-none-match": etag}).status_code == 304


def test_only_municipalities_with_a_certificate_are_listed_at_first(
    client: Client, certified: Certificate
) -> None:
    names = [e.organisation.name for e in client.get(page("register")).context["entries"]]
    everybody = client.get(page("register"), {"show": "all"}).context["entries"]

    assert names == ["Hultsfred"]
    assert [(e.organisation.name, e.status) for e in everybody] == [
        ("Hultsfred", "valid"),
        ("Högsby", "none"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "hults"}, 1),
        ({"q": "0860"}, 1),
        ({"q": "KLC-2026-0001"}, 1),
        ({"q": "klc-2026-0001-1"}, 1),
        ({"q": "KLC-2026-0001-2"}, 0),
        ({"q": ".*"}, 0),
        ({"q": "stockholm"}, 0),
        ({"county": "08"}, 1),
        ({"county": "99"}, 1),
        ({"q": "högsby", "show": "all"}, 1),
        ({"q": "HÖGSBY", "show": "all"}, 1),
    ],
)
def test_the_register_is_searched(
    client: Client, certified: Certificate, query: dict[str, str], found: int
) -> None:
    assert len(client.get(page("register"), query).context["entries"]) == found


def test_a_search_without_result_offers_to_clear_it(client: Client, certified: Certificate) -> None:
    text = client.get(page("register"), {"q": "finns inte"}).content.decode()

    assert f'href="{page("register")}"' in text


def test_the_map_shows_what_the_table_shows(client: Client, certified: Certificate) -> None:
    shapes = client.get(page("register")).context["shapes"]

    assert len(shapes) == 290
    assert [s.title for s in shapes if s.css == "is-valid"] == [
        f"Hultsfred: {client.get(page('register')).context['entries'][0].words}"
    ]


def test_every_municipality_has_a_shape() -> None:
    shapes = {row["code"] for row in data.rows("municipality_shapes")}

    assert shapes == {row["code"] for row in data.rows("municipalities")}


@pytest.mark.obligation(2)
def test_the_page_of_a_municipality_says_what_counts(
    client: Client, certified: Certificate
) -> None:
    answer = client.get(page("register_certificate", "0860"))

    text = answer.content.decode()
    for shown in (
        str(certified),
        "Hultsfreds kommun",
        "Service till företag",
        "Utgåva 1",
        "Krav 1",
    ):
        assert shown in text
    assert [str(r) for r, _words in answer.context["groups"][0]["revisions"]] == [str(certified)]


def test_a_municipality_without_certificate_has_a_page_that_says_so(
    client: Client, certified: Certificate
) -> None:
    answer = client.get(page("register_certificate", "0821"))

    assert answer.status_code == 200
    assert answer.context["groups"] == []


@pytest.mark.parametrize("code", ["9999", "KLC", "SKR"])
def test_only_municipalities_have_pages(client: Client, certified: Certificate, code: str) -> None:
    assert client.get(page("register_certificate", code)).status_code == 404
    assert client.get(page("register_qr", code)).status_code == 404


def test_satisfaction_is_shown_with_definition_and_source_or_not_at_all(
    client: Client, world: World, certified: Certificate
) -> None:
    for year, value in ((2021, 60), (2023, 74)):
        SurveyResult.objects.create(
            organisation=world.municipality,
            year=year,
            area="totalt",
            value=value,
            definition="2010",
            basis="stated",
            source_url="https://example.org/nki",
        )

    shown = client.get(page("register_certificate", "0860"))
    missing = client.get(page("register_certificate", "0821"))

    assert [r.value for r in shown.context["survey"]] == [74]
    assert "https://example.org/nki" in shown.content.decode()
    assert "2010" in shown.content.decode()
    assert missing.context["survey"] == []


@pytest.mark.obligation(2)
@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("KLC-2026-0001-1", True),
        (" klc-2026-0001-1 ", True),
        ("KLC-2026-0001", True),
        ("KLC-2026-0001-2", False),
        ("KLC-2026-0002-1", False),
        ("'; drop table", False),
    ],
)
def test_a_number_is_checked(
    client: Client, certified: Certificate, number: str, known: bool
) -> None:
    found = client.get(page("register_check"), {"number": number}).context["found"]

    assert (found == certified) is known


def test_an_empty_number_is_a_mistake_not_a_forgery(client: Client, certified: Certificate) -> None:
    answer = client.get(page("register_check"), {"number": ""})

    assert answer.context["form"].errors
    assert not answer.context["asked"]


@pytest.mark.obligation(2, 58)
@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2029, 3, 2), "valid"),
        (date(2029, 3, 3), "expired"),
        (date(2030, 1, 1), "expired"),
    ],
)
def test_the_dates_count_even_before_the_sweep(
    client: Client, certified: Certificate, day: date, status: str
) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
        entry = client.get(page("register")).context["entries"][0]

    assert entry.status == status


def test_an_expired_certificate_says_until_when_it_can_be_restored(
    client: Client, certified: Certificate
) -> None:
    with time_machine.travel(datetime(2029, 5, 1, tzinfo=UTC), tick=False):
        answer = client.get(page("register"))

    assert "2 september 2029" in answer.content.decode()


@pytest.mark.obligation(2, 58)
def test_json_and_csv_say_the_same(client: Client, certified: Certificate) -> None:
    from_json = json.loads(client.get(page("register_json")).getvalue())["certificates"]
    text = client.get(page("register_csv")).getvalue().decode("utf-8-sig")

    from_csv = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [{k: str(v) for k, v in row.items()} for row in from_json] == from_csv
    assert from_csv[0]["number"] == certified.number


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(client: Client, certified: Certificate, first: str) -> None:
    Certificate.objects.update(scope=f"{first}HYPERLINK()")

    text = client.get(page("register_csv")).getvalue().decode("utf-8-sig")

    row = next(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert row["scope"].startswith(f"'{first}")


def test_the_feed_tells_of_a_decision(client: Client, certified: Certificate) -> None:
    feed = ElementTree.fromstring(client.get(page("register_feed")).content)

    item = feed.find("channel/item")
    assert item is not None
    assert item.findtext("guid") == str(certified)
    assert item.findtext("link", "").endswith(page("register_certificate", "0860"))


def test_the_qr_code_is_a_picture_without_scripts(client: Client, certified: Certificate) -> None:
    answer = client.get(page("register_qr", "0860"))

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"script" not in answer.content


def test_the_language_stands_in_the_address(client: Client, certified: Certificate) -> None:
    swedish = client.get(page("register"))
    english = client.get(page("register"), {"language": "en"})

    assert swedish.headers["Content-Language"] == "sv"
    assert english.headers["Content-Language"] == "en"
    assert f"{page('register_certificate', '0860')}?language=en" in english.content.decode()
    assert not english.cookies
