"""Where a run was made: figures without this mean nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version


def cores() -> int:
    """Those this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> float:
    """In GB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def load() -> float:
    """How many processes wanted a core during the last minute; others' included."""
    return os.getloadavg()[0]


def versions() -> str:
    """Of what is compared."""
    names = ("django", "django-viewflow", "psycopg", "spiffworkflow")
    return ", ".join(f"{name} {found}" for name in names if (found := installed(name)))


def installed(name: str) -> str:
    """The version of a distribution; empty if it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def line(postgresql: str, load_before: float) -> str:
    """One line: when, on what, and how busy it was."""
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {cores()} cores and "
        f"{memory():.0f} GB, {postgresql}, Python {platform.python_version()}, {versions()}. "
        f"Load when the run began: {load_before:.1f}."
    )
