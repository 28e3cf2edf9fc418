"""Names as Swedes order them and as people write them, on any database alike.

A database's own order depends on how it was set up. A key of plain letters and digits does not:
every collation puts digits before letters and ``zz`` behind all names.
"""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, F, GeneratedField, Value
from django.db.models.functions import Lower, Replace

ORDERED = {
    "zz1": "åÅ",
    "zz2": "äÄæÆ",
    "zz3": "öÖøØ",
    "e": "éÉè",
    "y": "üÜ",
    "0": " -–",
}
"""What stands for a letter that is not one of the plain ones, or parts two words.

No more than Swedish names need: SQLite reads only so many functions within each other.
"""

# One table for Python and the database: whoever sorts in memory gets the order of the index.
_PLAIN = str.maketrans({letter: key for key, letters in ORDERED.items() for letter in letters})
APART = r"[\s\-\u2010\u2011\u2012\u2013\u2014\u2212]+"
"""What people write between the parts of a name or a number: spaces and dashes of all kinds."""


def key(name: str) -> str:
    """What a name is ordered by: å, ä and ö last, as ``order`` says in the database."""
    return unicodedata.normalize("NFC", name).translate(_PLAIN).lower()


def order(column: str) -> Any:
    """What a column of names is ordered by, as an expression."""
    replaced: Any = F(column)
    # Calls within calls, for SQLite has no translate().
    for to, letters in ORDERED.items():
        for letter in letters:
            replaced = Replace(replaced, Value(letter), Value(to))
    return Lower(replaced)


def ordered(column: str, *, max_length: int) -> Any:
    """A column that the database keeps: what the names in another one are ordered by."""
    return GeneratedField(
        expression=order(column), output_field=CharField(max_length=max_length), db_persist=True
    )


def composed(text: str) -> str:
    """A text with its letters composed, and one space where several stood."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def pattern(text: str) -> str:
    """A regular expression for a text, whichever spaces and dashes stand between its parts."""
    parts = [re.escape(part) for part in re.split(APART, composed(text).strip("-–‑‐ ")) if part]
    return APART.join(parts)


def number(text: str) -> str:
    """A number as it is kept: in capitals, its parts joined by plain hyphens."""
    return re.sub(APART, "-", composed(text)).strip("-").upper()
