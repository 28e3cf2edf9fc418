import json
from datetime import date

import pytest

from workflow.calendar import Deadline, Explanation, Shortening, WorkingCalendar

CALENDAR = WorkingCalendar(
    closed=frozenset({date(2027, 1, 5), date(2026, 11, 2)}), quiet_weeks=((27, 32), (51, 1))
)


def shortened(by):
    """28 days that end on 2 November instead of 9 November, or as they would."""
    day = date(2026, 11, 2)
    return Deadline(
        day, Explanation("r", date(2026, 10, 12), 28, "days", (), None, day, shortened=by)
    )


CASES = [
    pytest.param(
        CALENDAR.add_working_days(date(2026, 10, 12), 5, "r"),
        "5 arbetsdagar från måndag 12 oktober 2026 = måndag 19 oktober 2026.",
        "5 working days from Monday 12 October 2026 = Monday 19 October 2026.",
        id="working days",
    ),
    pytest.param(
        CALENDAR.add_working_days(date(2026, 10, 12), 1, "r"),
        "1 arbetsdag från måndag 12 oktober 2026 = tisdag 13 oktober 2026.",
        "1 working day from Monday 12 October 2026 = Tuesday 13 October 2026.",
        id="one",
    ),
    pytest.param(
        CALENDAR.add_working_days(date(2026, 10, 12), 0, "r"),
        "0 arbetsdagar från måndag 12 oktober 2026 = måndag 12 oktober 2026.",
        "0 working days from Monday 12 October 2026 = Monday 12 October 2026.",
        id="none",
    ),
    pytest.param(
        CALENDAR.add_working_days(date(2026, 5, 20), -15, "r"),
        "15 arbetsdagar före onsdag 20 maj 2026 = måndag 27 april 2026. "
        "Överhoppat: första maj 1 maj, Kristi himmelsfärdsdag 14 maj.",
        "15 working days before Wednesday 20 May 2026 = Monday 27 April 2026. "
        "Skipped: May Day 1 May, Ascension Day 14 May.",
        id="backwards",
    ),
    pytest.param(
        CALENDAR.add_days(date(2026, 11, 21), 28, "r"),
        "28 dagar från lördag 21 november 2026 = måndag 21 december 2026. "
        "Flyttad från lördag 19 december 2026, som inte är en arbetsdag.",
        "28 days from Saturday 21 November 2026 = Monday 21 December 2026. "
        "Moved from Saturday 19 December 2026, which is not a working day.",
        id="moved",
    ),
    pytest.param(
        CALENDAR.add_days(date(2026, 12, 3), 28, "r"),
        "28 dagar från torsdag 3 december 2026 = måndag 4 januari 2027. "
        "Flyttad från torsdag 31 december 2026, som inte är en arbetsdag. "
        "Överhoppat: nyårsafton 31 december, nyårsdagen 1 januari 2027.",
        "28 days from Thursday 3 December 2026 = Monday 4 January 2027. "
        "Moved from Thursday 31 December 2026, which is not a working day. "
        "Skipped: New Year's Eve 31 December, New Year's Day 1 January 2027.",
        id="past the new year",
    ),
    pytest.param(
        CALENDAR.add_months(date(2026, 1, 31), 1, "r"),
        "1 månad från lördag 31 januari 2026 = måndag 2 mars 2026. "
        "Februari 2026 har ingen dag 31, så månadens sista dag gäller. "
        "Flyttad från lördag 28 februari 2026, som inte är en arbetsdag.",
        "1 month from Saturday 31 January 2026 = Monday 2 March 2026. "
        "February 2026 has no day 31, so the last day of the month counts. "
        "Moved from Saturday 28 February 2026, which is not a working day.",
        id="short month",
    ),
    pytest.param(
        CALENDAR.add_working_days(date(2026, 10, 30), 2, "r"),
        "2 arbetsdagar från fredag 30 oktober 2026 = onsdag 4 november 2026. "
        "Överhoppat: extra ledig dag 2 november.",
        "2 working days from Friday 30 October 2026 = Wednesday 4 November 2026. "
        "Skipped: extra day off 2 November.",
        id="closed",
    ),
    pytest.param(
        CALENDAR.add_working_days(date(2027, 1, 4), 1, "r"),
        "1 arbetsdag från måndag 4 januari 2027 = torsdag 7 januari 2027. "
        "Överhoppat: trettondagsafton 5 januari, trettondedag jul 6 januari.",
        "1 working day from Monday 4 January 2027 = Thursday 7 January 2027. "
        "Skipped: Twelfth Night 5 January, Epiphany 6 January.",
        id="closed eve",
    ),
    pytest.param(
        CALENDAR.visit_from(CALENDAR.add_working_days(date(2026, 6, 10), 15, "r")),
        "15 arbetsdagar från onsdag 10 juni 2026 = måndag 10 augusti 2026. "
        "Flyttad från torsdag 2 juli 2026, som ligger i en lugn vecka. "
        "Överhoppat: midsommarafton 19 juni.",
        "15 working days from Wednesday 10 June 2026 = Monday 10 August 2026. "
        "Moved from Thursday 2 July 2026, which is in a quiet week. "
        "Skipped: Midsummer Eve 19 June.",
        id="quiet weeks",
    ),
    pytest.param(
        shortened(Shortening(date(2026, 11, 9), "visit", date(2026, 12, 1))),
        "28 dagar från måndag 12 oktober 2026 = måndag 2 november 2026. "
        "Förkortad från måndag 9 november 2026: besöket måste ske senast tisdag 1 december 2026.",
        "28 days from Monday 12 October 2026 = Monday 2 November 2026. "
        "Shortened from Monday 9 November 2026: "
        "the visit must be held by Tuesday 1 December 2026.",
        id="shortened",
    ),
    pytest.param(
        shortened(Shortening(date(2026, 11, 2), "decision", date(2026, 12, 1), fits=False)),
        "28 dagar från måndag 12 oktober 2026 = måndag 2 november 2026. "
        "Tiden är knapp: beslutet måste fattas senast tisdag 1 december 2026. "
        "Det hinns inte med de kortaste fristerna.",
        "28 days from Monday 12 October 2026 = Monday 2 November 2026. "
        "Time is short: the decision must be made by Tuesday 1 December 2026. "
        "The shortest limits are too long for that.",
        id="too late",
    ),
    pytest.param(
        Deadline(
            date(2026, 9, 1),
            Explanation(
                *("r", date(2026, 12, 1), -91, "days"), (), None, date(2026, 9, 1), adds_up=True
            ),
        ),
        "91 dagar före tisdag 1 december 2026 = tisdag 1 september 2026. "
        "Så lång är tiden enligt fristerna tillsammans.",
        "91 days before Tuesday 1 December 2026 = Tuesday 1 September 2026. "
        "That is what the limits add up to.",
        id="several limits",
    ),
]


@pytest.mark.parametrize(("deadline", "swedish", "english"), CASES)
def test_a_deadline_explains_itself_in_both_languages(deadline, swedish, english):
    assert deadline.explanation.in_words("sv") == swedish
    assert deadline.explanation.in_words("en") == english


@pytest.mark.parametrize(("deadline", "swedish", "english"), CASES)
def test_an_explanation_survives_storage(deadline, swedish, english):
    stored = json.dumps(deadline.explanation.as_json())

    assert Explanation.from_json(json.loads(stored)) == deadline.explanation


def test_the_words_do_not_depend_on_the_key_of_the_rule():
    one = CALENDAR.add_days(date(2026, 10, 1), 28, "answer_findings").explanation
    other = CALENDAR.add_days(date(2026, 10, 1), 28, "acknowledge").explanation

    assert one.rule != other.rule
    assert one.in_words("sv") == other.in_words("sv")


def test_an_explanation_made_by_hand_for_an_exact_date_is_told_too():
    expiry = date(2026, 12, 24)
    by_hand = Explanation("validity", date(2022, 12, 24), 48, "months", (), None, expiry)

    words = by_hand.in_words("sv")

    assert words == "48 månader från lördag 24 december 2022 = torsdag 24 december 2026."


def test_skipped_days_off_are_named_in_the_language_of_the_reader():
    explanation = CALENDAR.add_working_days(date(2026, 12, 23), 1, "r").explanation

    assert explanation.skipped_names("sv") == ("julafton", "juldagen")
    assert explanation.skipped_names("en-GB") == ("Christmas Eve", "Christmas Day")
