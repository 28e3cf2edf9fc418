"""Translations as they are written, in any number of files, and as Django reads them, in one."""

from collections.abc import Iterator
from pathlib import Path

import polib

from workflow import whole_files

METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def languages(locale: Path) -> set[str]:
    """The languages that somebody has written in."""
    parts = {path.name.split(".")[-2] for path in (locale / "parts").glob("*.*.po")}
    return parts | {path.parents[1].name for path in locale.glob("*/LC_MESSAGES/django.po")}


def sources(locale: Path, language: str) -> Iterator[Path]:
    yield from locale.glob(f"{language}/LC_MESSAGES/django.po")
    yield from sorted((locale / "parts").glob(f"*.{language}.po"))


def compile_language(locale: Path, language: str) -> int:
    """Write the language's .mo from all its sources; answer the number of texts."""
    texts: dict[tuple[str | None, str], polib.POEntry] = {}
    for path in sources(locale, language):
        for entry in polib.pofile(str(path)):
            if entry.translated():
                texts.setdefault((entry.msgctxt, entry.msgid), entry)
    merged = polib.POFile()
    merged.metadata = {**METADATA, "Language": language}
    merged.extend(texts.values())
    target = locale / language / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    whole_files.write(target, merged.to_binary())
    return len(texts)
