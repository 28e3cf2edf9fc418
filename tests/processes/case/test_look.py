"""What every form and date of the site looks like."""

import datetime as dt
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from processes.application.forms import Apply
from processes.closing.forms import WithdrawForm
from workflow.calendar import WorkingCalendar


class Answer(forms.Form):
    level = forms.ChoiceField(label="Nivå", choices=[("0", "Saknas")], widget=forms.RadioSelect)
    reason = forms.CharField(label="Motivering", help_text="Skriv kort.")
    comment = forms.CharField(label="Kommentar", required=False)
    done = forms.BooleanField(label="Klar")


@pytest.fixture
def empty():
    with translation.override("en"):
        yield Answer({})


def test_the_summary_and_the_fields_use_the_same_words(empty):
    summary = render_to_string("forms/error_summary.html", {"form": empty})

    for words in ("Choose an answer for “Nivå”", "Fill in “Motivering”", "Tick “Klar”"):
        assert words in summary
        assert words in str(empty)


def test_every_error_of_the_summary_leads_to_a_control(empty):
    summary = render_to_string("forms/error_summary.html", {"form": empty})

    for control in ("id_level_0", "id_reason", "id_done"):
        assert f'href="#{control}"' in summary
        assert f'id="{control}"' in str(empty)


def test_a_form_without_errors_has_no_summary():
    assert not render_to_string("forms/error_summary.html", {"form": Answer()}).strip()


def test_a_field_is_described_by_its_hint_and_its_error(empty):
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in str(empty["reason"])
    assert 'id="id_reason_helptext"' in str(empty)
    assert 'id="id_reason_error"' in str(empty)


def test_only_what_may_be_left_out_is_marked(empty):
    assert str(empty).count("(optional)") == 1


def test_the_hint_of_a_choice_belongs_to_its_button():
    form = Answer()
    form.fields["level"].hints = {"0": "Nothing to show."}

    assert 'aria-describedby="id_level_0-hint"' in str(form)
    assert 'id="id_level_0-hint">Nothing to show.' in str(form)


def test_a_computed_date_explains_itself_and_a_plain_one_does_not():
    deadline = WorkingCalendar().add_working_days(dt.date(2026, 11, 23), 5, "review")

    computed = render_to_string("components/_deadline.html", {"deadline": deadline})
    plain = render_to_string("components/_deadline.html", {"deadline": deadline.date})
    assert "<details" in computed
    assert "<details" not in plain


def test_no_date_is_said_in_words():
    with translation.override("en"):
        assert "No date" in render_to_string("components/_deadline.html", {"deadline": None})


def test_a_disabled_button_says_why():
    html = render_to_string(
        "components/_disabled_action.html", {"label": "Send", "reasons": ["31 are missing."]}
    )

    assert 'aria-disabled="true"' in html
    assert 'aria-describedby="blocked-why"' in html
    assert "31 are missing." in html


def test_a_draft_marks_only_what_may_be_left_out_for_good():
    page = str(Apply())

    assert page.count("(frivilligt)") == 1
    assert re.search(r"telefon\s*<span[^>]*>\(frivilligt\)", page)


def test_a_field_that_may_be_left_out_says_so_once():
    assert str(WithdrawForm()).lower().count("frivillig") == 1
