"""What is kept has no language: no row gets a sentence that was translated for who pressed."""

import ast
from pathlib import Path

from tests.support.sources import tree

ROOT = Path(__file__).parents[2]
KEPT = {"because", "reason"}
WRITERS = {"Event", "exclude", "Exclusion", "hand_back", "perform", "assign", "record"}
TRANSLATED = {"_", "gettext", "ngettext", "pgettext"}


def kept_sentences(tree):
    """Where a call is given words to keep that were translated, here or a few lines before."""
    words = {
        target.id
        for line in ast.walk(tree)
        if isinstance(line, ast.Assign) and any(map(is_translated, ast.walk(line.value)))
        for target in line.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call) in WRITERS:
            for argument in call.keywords:
                if argument.arg in KEPT and is_made_of_words(argument.value, words):
                    yield call.lineno


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_made_of_words(value, words):
    named = {one.id for one in ast.walk(value) if isinstance(one, ast.Name)}
    return bool(named & words) or any(map(is_translated, ast.walk(value)))


def is_translated(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATED
    )


def test_rows_keep_keys_and_not_sentences():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in ("config", "notifications", "processes", "workflow")
        for path in (ROOT / package).rglob("*.py")
        for line in kept_sentences(tree(path))
    ]

    assert found == []


def test_a_kept_sentence_is_found():
    for code in (
        'hand_back(task, because=_("It has ended."))',
        'why = _("It has ended."); exclude(process, person, reason=why)',
    ):
        assert list(kept_sentences(ast.parse(code))) == [1]
