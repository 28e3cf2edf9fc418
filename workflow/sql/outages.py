"""A database that is away for a moment is waited for.

Without that a worker would let its task fail and idle until the next minute's sweep.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError, connections

log = logging.getLogger(__name__)

TRIES = 10
PAUSE_SECONDS = 1


def sat_out(work: Callable[[], None]) -> Callable[[], None]:
    """Begin again when the database was lost; give up when it stays away.

    Only for work that may run twice: what was not committed is done again.
    """

    @wraps(work)
    def patient() -> None:
        for _ in range(TRIES - 1):
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                log.warning("the database is away: %s", type(error).__name__)
                _let_go()
                time.sleep(PAUSE_SECONDS)
        return work()

    return patient


def _let_go() -> None:
    """Hang up, and with a pool on all of it: it waits ever longer before it tries again."""
    opened: Any = connections.all(initialized_only=True)
    for connection in opened:
        connection.close()
        if connection.settings_dict["OPTIONS"].get("pool"):
            with suppress(KeyError):  # another thread of this worker was faster
                connection.close_pool()
