"""Errors of forms are told in our own words, in the page's language, with a summary."""

import re

import polib
import pytest
from django import forms

from processes.templatetags.look import options
from tests.architecture.test_house_rules import ROOT

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FIELDS = re.compile(r"\{\{[^}]*form|as_field_group|<textarea|<select|<input(?![^>]*hidden)")


def posted():
    for page in sorted((ROOT / "templates").rglob("*.html")):
        for found in re.findall(r"<form\b.*?</form>", page.read_text(), re.DOTALL):
            opening = TAG.sub("", found).partition(">")[0]
            if 'method="post"' in opening:
                yield page.relative_to(ROOT), opening, found


def test_no_form_with_fields_leaves_its_errors_to_the_browser():
    found = list(posted())
    silent = [
        str(page)
        for page, opening, form in found
        if FIELDS.search(form) and "novalidate" not in opening
    ]

    assert len(found) > 30
    assert silent == []


def test_optional_is_said_beside_the_label_and_nowhere_else():
    parts = sorted((ROOT / "locale" / "parts").glob("*.po"))
    entries = [entry for part in parts for entry in polib.pofile(str(part))]
    said = re.compile(r"\boptional\b|\bfrivillig|\bvalfri", re.IGNORECASE)

    saying = [one.msgid for one in entries if said.search(f"{one.msgid} {one.msgstr}")]

    assert saying == ["optional"]


def test_no_field_has_the_name_of_one_that_a_script_adds():
    scripts = [page.read_text() for page in (ROOT / "static" / "js").glob("*.js")]
    added = {name for text in scripts for name in re.findall(r'name: "(\w+)"', text)}
    own = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\bname="(\w+)"', page.read_text())
        if name in added
    }

    assert added
    assert own == set()


@pytest.mark.parametrize(
    ("widget", "label"),
    [(forms.RadioSelect, "Ett fel"), (forms.CheckboxSelectMultiple, "ett fel")],
)
def test_what_is_chosen_begins_its_line_and_what_is_ticked_is_called_as_it_is(widget, label):
    class Form(forms.Form):
        field = forms.ChoiceField(choices=[("error", "ett fel")], widget=widget)

    assert [option.label for option in options(Form()["field"])] == [label]
