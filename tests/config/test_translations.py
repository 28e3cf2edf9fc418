"""English is complete by being the source; Swedish is complete when nothing here is missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from config import translations

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
PACKAGES = ("config", "notifications", "processes", "workflow")
CALLS = r"\b(_|n?p?gettext(?:_lazy|_noop)?)\("
LITERAL = r"""\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?"""


def key(function: str, words: list[str]) -> tuple[str | None, str]:
    return (words[0], words[1]) if "pgettext" in function else (None, words[0])


def in_code(path: Path) -> Iterator[tuple[str | None, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        name = getattr(getattr(node, "func", None), "id", "")
        if name and re.fullmatch(CALLS, f"{name}("):
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if words:
                yield key(name, words)


def in_template(path: Path) -> Iterator[tuple[str | None, str]]:
    source = templatize(path.read_text())
    for call in re.finditer(CALLS, source):
        words, end = [], call.end()
        while literal := re.compile(LITERAL).match(source, end):
            words.append(ast.literal_eval(literal[1]))
            end = literal.end()
        if words:
            yield key(call[1], words)


def used() -> dict[tuple[str | None, str], str]:
    texts = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            texts |= dict.fromkeys(in_code(path), str(path.relative_to(ROOT)))
    for path in (ROOT / "templates").rglob("*.*"):
        texts |= dict.fromkeys(in_template(path), str(path.relative_to(ROOT)))
    return texts


def ours() -> Iterator[tuple[Path, polib.POEntry]]:
    for path in translations.sources(LOCALE, "sv"):
        for entry in polib.pofile(str(path)):
            yield path, entry


def is_known_to_a_library(context: str | None, text: str) -> bool:
    wanted = f"{context}\x04{text}" if context else text
    catalog = trans_real.translation("sv")._catalog
    return catalog.get(wanted) is not None or catalog.get((wanted, 0)) is not None


def test_every_text_has_a_swedish_one():
    written = {(entry.msgctxt, entry.msgid) for _path, entry in ours() if entry.translated()}

    missing = [
        f"{place}: {text}"
        for (context, text), place in sorted(used().items(), key=lambda item: item[1])
        if (context, text) not in written and not is_known_to_a_library(context, text)
    ]

    assert not missing, "\n".join(missing)


def test_no_text_has_two_different_translations():
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    contradictions = []
    for path, entry in ours():
        identity, words = (entry.msgctxt, entry.msgid), str(entry.msgstr or entry.msgstr_plural)
        first = seen.setdefault(identity, (path.name, words))
        if first[1] != words:
            contradictions.append(f"{entry.msgid}: {first} and {(path.name, words)}")

    assert not contradictions, "\n".join(contradictions)


def test_a_translation_fills_in_the_same_values():
    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")

    differing = [
        f"{path.name}: {entry.msgid}"
        for path, entry in ours()
        for words in [entry.msgstr or entry.msgstr_plural.get(1, "")]
        if words
        and set(placeholder.findall(entry.msgid_plural or entry.msgid))
        != set(placeholder.findall(words))
    ]

    assert differing == []
