"""What several tables say alike."""

from typing import Any

from workflow.trail import facts

COUNTS = {"version": "guards against two who write at once; proves nothing"}


def said(columns: tuple[str, ...], row: Any, salt: str) -> list[str]:
    """The digest of each of a row's texts."""
    return [facts.digest(salt, str(getattr(row, name) or "")) for name in columns]


def case_of(row: Any) -> Any:
    """The case a row hangs on, in whose chain it is proven."""
    return row.case
