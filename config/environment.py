"""What production is told by its environment.

Nothing has a fallback: what is not said stops the start, or switches something off.
"""

import os

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "KVALITETSLOTS_"
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
