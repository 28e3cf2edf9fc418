"""The base of every row whose state moves."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.db import models

from workflow.models.promises import Promise
from workflow.sql.by_pk import ByPkQuerySet

if TYPE_CHECKING:
    from workflow.models.processes import Process


class BoundStep(Protocol):
    """A transition of one row: what ``perform`` takes."""

    __name__: str
    __self__: "StatefulModel"
    _django_fsm: Any

    def __call__(self, **given: Any) -> None:
        """Change the row, if its state and the conditions let it."""


class StatefulModel(models.Model):
    """A row whose ``state`` moves only through ``perform``. Guarded by ``version``."""

    version = models.PositiveIntegerField(default=0, editable=False)
    step_at: datetime | None = None
    """When the step under way is taken: a permission is asked of that day."""
    promises: ClassVar[tuple[Promise, ...]] = ()
    process_path: ClassVar[str | None] = None
    """How a question finds the rows of a process (``case__main_process``); "" if they have none."""
    locked_after: ClassVar[str] = ""
    """The way to a row that whoever moves this one locks before it; "" if there is none."""
    final: ClassVar[tuple[str, ...]] = ()
    """The states that are meant to have no way out."""

    objects = ByPkQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @property
    def current_state(self) -> str:
        """The state as text."""
        return str(self.__dict__["state"])

    @property
    def process(self) -> "Process | None":
        """The process this row belongs to, if any."""
        return None

    @property
    def process_id(self) -> int | None:
        """The key of its process, without reading the process."""
        process = self.process
        return process.pk if process else None

    @property
    def places(self) -> frozenset[int]:
        """Ids of the organisations whose role holders may act on this row."""
        return frozenset()

    @property
    def trail_root(self) -> "StatefulModel":
        """The row in whose chain this row's history stands."""
        return self

    @property
    def proof(self) -> dict[str, str]:
        """What every trail entry about the row proves beside its state: hashes of frozen texts."""
        return {}

    @classmethod
    def state_field(cls) -> Any:
        """The FSM field that every stateful model calls ``state``."""
        return {field.name: field for field in cls._meta.concrete_fields}["state"]

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Reload. The protected state is dropped first: FSMModelMixin's way is not thread-safe."""
        if fields is None:
            fields = [field.attname for field in self._meta.concrete_fields]
            self._state.fields_cache.clear()
            self.__dict__.pop("_prefetched_objects_cache", None)
        if "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using, fields, from_queryset)
