"""Processes that kill themselves at a chosen point. Only ever patched into a forked child."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BEFORE, AFTER = "before", "after"


@dataclass
class Point:
    """A place in the work: the nth passing of it, just before or just after."""

    when: str
    nth: int = 1

    def around(self, done: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, at which the process dies."""

        def deadly(*values: Any, **named: Any) -> Any:
            self.nth -= 1
            if self.nth == 0 and self.when == BEFORE:
                die()
            result = done(*values, **named)
            if self.nth == 0:
                die()
            return result

        return deadly


def die() -> None:
    """As if the power went: no code of ours runs after it."""
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_fork(work: Callable[[], object]) -> bool:
    """Work in a child of this process; whether the child was killed. Its errors are raised here.

    The parent never opens a connection, so that there is nothing a child could share.
    """
    if pid := os.fork():
        _pid, status = os.waitpid(pid, 0)
        if status not in (0, signal.SIGKILL):
            raise RuntimeError(f"a child ended with {status}")
        return status == signal.SIGKILL
    status = 1
    try:
        work()
        status = 0
    except Exception:
        traceback.print_exc()
        sys.stderr.flush()
        raise
    finally:
        os._exit(status)
