"""Where a fault takes place: services of its own, a mail server that counts, a voice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property

from chaos import services
from chaos.sink import Sink
from chaos.site import Site, site


class Scene:
    """Starts a service when it is first needed; all are gone when the scene is left."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._stack = ExitStack()

    def __enter__(self) -> "Scene":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def postgres(self) -> services.Postgres:
        return self._stack.enter_context(services.postgres())

    @cached_property
    def rabbit(self) -> services.Rabbit:
        return self._stack.enter_context(services.rabbit())

    @contextmanager
    def site(self, *, broker: bool = True) -> Iterator[tuple[Site, Sink]]:
        """An empty production, and the mail server it sends to."""
        node = self.rabbit if broker else None
        with (
            services.folder("site") as where,
            Sink() as sink,
            site(where, self.postgres, node, sink) as made,
        ):
            try:
                yield made, sink
            except Exception:
                self.say(made.last_words())
                raise
