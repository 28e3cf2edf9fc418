from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from workflow.language import full_date, human_date, in_language, spoken

TODAY = date(2026, 10, 12)


@pytest.fixture
def scheme():
    return SimpleNamespace(title_sv="Företagslots", title_en="Business service", note_sv="Ja")


@pytest.mark.parametrize(
    ("language", "title"), [("sv", "Företagslots"), ("en", "Business service")]
)
def test_a_bilingual_field_is_shown_in_the_active_language(scheme, language, title):
    with translation.override(language):
        assert in_language(scheme, "title") == title


def test_a_language_asked_for_goes_before_the_active_one(scheme):
    with translation.override("sv"):
        assert in_language(scheme, "title", "en") == "Business service"


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_blank_field_gives_way_to_the_other_language(scheme, blank):
    scheme.title_en = blank

    assert in_language(scheme, "title", "en") == "Företagslots"


def test_a_field_blank_in_both_languages_is_an_empty_text():
    assert in_language(SimpleNamespace(title_sv="", title_en=None), "title", "sv") == ""


def test_a_misspelt_field_is_an_error_and_not_an_empty_text(scheme):
    with pytest.raises(AttributeError):
        in_language(scheme, "titel")


@pytest.mark.parametrize(
    ("asked", "answer"), [("sv", "sv"), ("en", "en"), ("en-GB", "en"), ("fi", "sv")]
)
def test_a_language_we_do_not_speak_is_answered_in_swedish(asked, answer):
    assert spoken(asked) == answer


def test_with_translations_switched_off_we_speak_swedish():
    with translation.override(None):
        assert spoken() == "sv"


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (date(2026, 10, 12), "12 okt, i dag", "12 Oct, today"),
        (date(2026, 10, 13), "13 okt, i morgon", "13 Oct, tomorrow"),
        (date(2026, 10, 15), "15 okt, om 3 dagar", "15 Oct, in 3 days"),
        (date(2026, 10, 11), "11 okt, 1 dag sen", "11 Oct, 1 day late"),
        (date(2026, 10, 10), "10 okt, 2 dagar sen", "10 Oct, 2 days late"),
        (date(2027, 1, 12), "12 jan 2027, om 92 dagar", "12 Jan 2027, in 92 days"),
        (date(2025, 10, 12), "12 okt 2025, 365 dagar sen", "12 Oct 2025, 365 days late"),
        (date(2026, 6, 1), "1 juni, 133 dagar sen", "1 June, 133 days late"),
    ],
)
def test_a_date_says_how_far_away_it_is(day, swedish, english):
    assert human_date(day, TODAY, "sv") == swedish
    assert human_date(day, TODAY, "en") == english


def test_a_human_date_is_in_the_active_language():
    with translation.override("en"):
        assert human_date(TODAY, TODAY) == "12 Oct, today"


def test_months_are_shortened_as_swedish_does():
    days = [date(2026, month, 1) for month in range(1, 13)]

    short = [human_date(day, day, "sv").split()[1].rstrip(",") for day in days]

    assert " ".join(short) == "jan feb mars april maj juni juli aug sep okt nov dec"


def test_a_full_date_names_weekday_and_year():
    assert full_date(TODAY, "sv") == "måndag 12 oktober 2026"
    assert full_date(TODAY, "en") == "Monday 12 October 2026"
