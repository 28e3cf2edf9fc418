"""What is to happen, by simulated moment. Nothing ticks: time jumps to the next entry."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

Deed = Callable[[datetime], None]


class Agenda:
    """Deeds in order of their moments; of two at the same moment the older entry comes first."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def add(self, moment: datetime, deed: Deed) -> None:
        """Let ``deed(moment)`` happen."""
        heapq.heappush(self._heap, (moment, next(self._numbers), deed))

    def until(self, end: datetime) -> Iterator[tuple[datetime, Deed]]:
        """The entries before ``end`` as their time comes, also those added meanwhile."""
        while self._heap and self._heap[0][0] < end:
            moment, _number, deed = heapq.heappop(self._heap)
            yield moment, deed

    @property
    def next_moment(self) -> datetime | None:
        """When the next entry is; None when nothing is left."""
        return self._heap[0][0] if self._heap else None
