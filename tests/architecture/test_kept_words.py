"""What is kept has no language: no row gets a sentence that was translated for who pressed."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = {"because"}
TRANSLATED = {"_", "gettext", "ngettext", "pgettext"}


def kept_sentences(tree):
    """Arguments that rows keep, made of translated words on the spot."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        for argument in call.keywords:
            if argument.arg in KEPT and any(map(is_translated, ast.walk(argument.value))):
                yield call.lineno


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
        for line in kept_sentences(ast.parse(path.read_text()))
    ]

    assert found == []


def test_a_kept_sentence_is_found():
    assert list(kept_sentences(ast.parse('hand_back(task, because=_("It has ended."))'))) == [1]
