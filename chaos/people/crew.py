"""Several processes that do the same at the same time, and the errors they met."""

import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any

FORK = multiprocessing.get_context("fork")
PATIENCE = 300

Work = Callable[[int, Barrier], None]


class Errors(logging.Handler):
    """Counts what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


def together(number: int, work: Work) -> list[str]:
    """So many processes at work, each with its number; the errors of all of them.

    The parent must not have opened a connection.
    """
    barrier, told = FORK.Barrier(number), FORK.Queue()
    crew = [FORK.Process(target=_one, args=(one, barrier, work, told)) for one in range(number)]
    for process in crew:
        process.start()
    errors = [word for _process in crew for word in told.get()]
    for process in crew:
        process.join()
    return errors


def told(question: Callable[[], Any]) -> Any:
    """The answer of a child: the parent keeps no connection."""
    answers = FORK.Queue()
    child = FORK.Process(target=lambda: answers.put(question()))
    child.start()
    answer = answers.get(timeout=PATIENCE)
    child.join()
    return answer


def _one(number: int, barrier: Barrier, work: Work, told: Any) -> None:
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        work(number, barrier)
    except Exception as error:
        barrier.abort()
        errors.words.append(f"{type(error).__name__}: {error}")
        raise
    finally:
        told.put(errors.words)
