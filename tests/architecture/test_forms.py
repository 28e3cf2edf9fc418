"""Errors of forms are told in our own words, in the page's language, with a summary."""

import re

import polib

from tests.architecture.test_house_rules import ROOT

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FIELDS = re.compile(r"\{\{[^}]*form|as_field_group|<textarea|<select|<input(?![^>]*hidden)")


def forms():
    for page in sorted((ROOT / "templates").rglob("*.html")):
        for found in re.findall(r"<form\b.*?</form>", page.read_text(), re.DOTALL):
            opening = TAG.sub("", found).partition(">")[0]
            if 'method="post"' in opening:
                yield page.relative_to(ROOT), opening, found


def test_no_form_with_fields_leaves_its_errors_to_the_browser():
    found = list(forms())
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
