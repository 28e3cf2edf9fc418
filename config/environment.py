"""What production is told by its environment.

Nothing has a fallback: what is not said stops the start, or switches something off. What is
said wrongly stops it too, with the name of the value.
"""

import os
from datetime import date
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "KVALITETSLOTS_"
KEY_LENGTH, KEY_SIGNS = 50, 8
env = environ.Env()


def required(name: str) -> str:
    """The value of KVALITETSLOTS_<name>; a missing or empty one stops the start with its name."""
    value = os.environ.get(PREFIX + name, "")
    if not value.strip():
        raise ImproperlyConfigured(f"Set {PREFIX}{name}: production does not start without it.")
    return value


def optional(name: str) -> str:
    """The value of KVALITETSLOTS_<name>; empty is off."""
    return os.environ.get(PREFIX + name, "").strip()


def key(name: str) -> str:
    """A key that nobody guesses; a short one stops the start."""
    value = required(name)
    if len(value) < KEY_LENGTH or len(set(value)) < KEY_SIGNS:
        raise _unfit(name, f"it must have {KEY_LENGTH} random characters or more")
    return value


def site(name: str) -> str:
    """The public address, without a slash at its end; one without TLS stops the start."""
    value = required(name).strip().rstrip("/")
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query:
        raise _unfit(name, "it must look like https://kvalitetslots.example, with no path")
    return value


def hosts(name: str) -> list[str]:
    """Host names, however they are spaced; one that would let in every name stops the start."""
    values = [one.strip() for one in required(name).split(",")]
    for value in values:
        if not value.strip(".") or "*" in value or "/" in value or " " in value:
            raise _unfit(name, f"“{value}” is no host name; write them out, separated by commas")
    return values


def number(name: str) -> int:
    """A whole number from 0."""
    value = required(name).strip()
    if not (value.isascii() and value.isdigit()):
        raise _unfit(name, "it must be a whole number, 0 or more")
    return int(value)


def day(name: str) -> date:
    """A day, written as 2027-01-31."""
    try:
        return date.fromisoformat(required(name).strip())
    except ValueError as error:
        raise _unfit(name, "it must be a day like 2027-01-31") from error


def pairs(name: str) -> list[tuple[str, str]]:
    """Sentences in both languages, ``Svenska | English``, separated by ``;``; empty is none."""
    found = []
    for pair in filter(str.strip, optional(name).split(";")):
        swedish, _bar, english = map(str.strip, pair.partition("|"))
        if not (swedish and english):
            raise _unfit(name, "each fault must stand as “Svenska | English”, separated by “;”")
        found.append((swedish, english))
    return found


def _unfit(name: str, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"Change {PREFIX}{name}: {why}.")
