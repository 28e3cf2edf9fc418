"""A Celery worker and the scheduler as threads of the web process.

The memory:// broker lives in one process, and so does the cache that counts failed logins.
A second web process would have neither, hence exactly one.
"""

from threading import Thread
from typing import Final

from celery.beat import Scheduler, Service
from celery.worker import state
from django.core.exceptions import ImproperlyConfigured

from config.celery import app

PATIENCE_SECONDS: Final = 10


class Background:
    """Everything that runs beside the pages, started and stopped as one."""

    def __init__(self) -> None:
        self._worker = app.WorkController(hostname="embedded", pool="threads", concurrency=2)
        # A short nap, so that it soon hears of a stop; and no file, for nothing needs remembering.
        self._scheduler = Service(app, max_interval=1, scheduler_cls=Scheduler)
        self._threads = [
            Thread(target=self._worker.start, name="worker", daemon=True),
            Thread(target=self._scheduler.start, name="scheduler", daemon=True),
        ]

    def start(self) -> None:
        """Start, and sweep at once: what fell due while the system was off waits no longer."""
        state.should_stop = None
        for thread in self._threads:
            thread.start()
        for entry in app.conf.beat_schedule.values():
            app.send_task(entry["task"])

    def stop(self) -> None:
        """Let the task at hand finish, then stop."""
        self._scheduler.stop()
        state.should_stop = 0
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)


def refuse_more_than_one(workers: int) -> None:
    """Stop a start with several web processes."""
    if workers > 1:
        raise ImproperlyConfigured(
            f"Embedded mode is one process, not {workers}: use the production settings for more."
        )
