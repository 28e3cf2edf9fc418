"""Saving a text that several may write: whoever says what is kept already was not too late."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from workflow.exceptions import Conflict


def require_said(
    rows: QuerySet[Any], said: Mapping[str, Any], *, words: str, count: int = 1
) -> None:
    """After a guarded save that met another version. Raises Conflict if the rows say otherwise.

    A second press, a retry, and a save behind the automatic one have nothing to add.
    """
    # After the save, not before: else somebody may save between the question and the save.
    if rows.filter(**said).count() != count:
        raise Conflict(words, code="text_changed")


def says(row: Any, said: Mapping[str, Any]) -> bool:
    """The row says all of it already, so that there is nothing to save."""
    return all(getattr(row, name) == value for name, value in said.items())
