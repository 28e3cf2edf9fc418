"""Rows got by one key, by a compiled query: what every page, step and condition reads.

The ORM compiles ``Model.objects.get(pk=1)`` anew each time, and what a foreign key or a one-to-one
relation reads as well; that takes longer than to answer it. Here it is compiled once.
"""

from functools import cache
from typing import Any, Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, models

from workflow.sql.compiled import Query

GREATEST = models.BigIntegerField.MAX_BIGINT


def key_of(text: str) -> int | None:
    """The key that a request names, or None for what no key can be: it is read from outside."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(GREATEST))
    key = int(text) if is_number else 0
    return key if 0 < key <= GREATEST else None


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ByPkQuerySet(models.QuerySet[Row_co]):
    """Rows as any other's; ``get`` by one number, of all rows, is quick."""

    def __init__(
        self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None
    ) -> None:
        super().__init__(model, query, using, hints)
        # What is filtered, joined, locked or deferred has a query of its own.
        self._is_whole = query is None and using in (None, DEFAULT_DB_ALIAS)

    def get(self, *args: Any, **kwargs: Any) -> Row_co:
        """The one row that is asked for. Raises as Django's."""
        asked = _asked(args, kwargs) if self._is_whole else None
        if asked is not None:
            name, value = asked
            found: list[Row_co] = _of(self.model, name)(value).all()
            if len(found) == 1:
                return found[0]
            if not found:
                model: Any = self.model
                raise model.DoesNotExist(f"No {model._meta.object_name} is as asked.")
        return super().get(*args, **kwargs)  # of several it says how many

    def using(self, alias: str | None) -> Self:
        """Its rows in another database."""
        if self._is_whole and alias in (None, DEFAULT_DB_ALIAS):
            return self
        return super().using(alias)


def _asked(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, int] | None:
    """The one number by which a row is asked for: as a keyword, or as relations do it."""
    if len(args) + len(kwargs) != 1:
        return None
    found = next(iter(kwargs.items())) if kwargs else _condition(args[0])
    # Of a greater number Django knows that no row can have it; a database would raise.
    is_key = found is not None and type(found[1]) is int and abs(found[1]) <= GREATEST
    return found if is_key else None


def _condition(asked: Any) -> tuple[str, Any] | None:
    is_one = isinstance(asked, models.Q) and len(asked.children) == 1 and not asked.negated
    child: Any = asked.children[0] if is_one else None
    return child if isinstance(child, tuple) else None


@cache
def _of(model: Any, name: str) -> Query[[int], Any]:
    def rows(value: int) -> models.QuerySet[Any]:
        some: models.QuerySet[Any] = model._base_manager.filter(**{name: value})
        return some[:2]  # enough to tell one from several

    return Query(rows)
