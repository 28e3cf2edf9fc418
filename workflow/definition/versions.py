"""Versions of a flow: classes beside each other, of one name, with the number at its end.

``CertificationFlow`` is the first, ``CertificationFlow2`` the second. A process keeps the one it
was begun by until it is moved (``workflow/versions/``).
"""

from typing import Any

DIGITS = "0123456789"


def version_of(flow: str) -> int:
    """Which version a flow of that name, or reference, is; 1 without any number."""
    digits = flow[len(flow.rstrip(DIGITS)) :]
    return int(digits or 1)


def family(flow: str) -> str:
    """What all versions of a flow are called: its app and its class, without the number.

    Of a reference ``app/module.Flow2``; in which module of the app they stand does not matter.
    """
    app, _slash, path = flow.partition("/")
    return f"{app}/{path.rpartition('.')[2].rstrip(DIGITS)}"


def is_same(node: Any, other: Any) -> bool:
    """Two nodes are of one kind: what stands at the one can stand at the other."""
    return type(node) is type(other)
