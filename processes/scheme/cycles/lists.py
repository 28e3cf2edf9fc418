"""Lists of figures and days as an administrator writes them. Pure: they read text, and answer."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

PAIR = re.compile(r"^(\d{1,3})\s*[-–]\s*(\d{1,3})$")
NUMBER = re.compile(r"^[+\-−]?\d{1,4}$")


def parts(text: str) -> list[str]:
    """The pieces between commas, semicolons and new lines."""
    return [piece.strip() for piece in re.split(r"[,;\n]", text) if piece.strip()]


def read_pairs(text: str) -> list[list[int]]:
    """As in "9–12, 21–24". Raises ValueError with the piece that cannot be read."""
    pairs = []
    for piece in parts(text):
        match = PAIR.match(piece)
        if match is None:
            raise ValueError(piece)
        pairs.append([int(match[1]), int(match[2])])
    return pairs


def read_numbers(text: str) -> list[int]:
    """As in "-14, -7, 1". Raises ValueError with the piece that cannot be read."""
    pieces = parts(text)
    for piece in pieces:
        if not NUMBER.match(piece):
            raise ValueError(piece)
    return [int("-".join(piece.split("−"))) for piece in pieces]


def read_days(text: str) -> list[str]:
    """Days as 2027-04-30, in order. Raises ValueError with the piece that cannot be read."""
    days = set()
    for piece in parts(text):
        try:
            days.add(date.fromisoformat(piece).isoformat())
        except ValueError:
            raise ValueError(piece) from None
    return sorted(days)


def write_pairs(pairs: Iterable[Sequence[int]]) -> str:
    """What ``read_pairs`` reads."""
    return ", ".join(f"{first}–{last}" for first, last in pairs)


def write_list(values: Iterable[object]) -> str:
    """What ``read_numbers`` and ``read_days`` read."""
    return ", ".join(str(value) for value in values)
