"""Gunicorn for `make run`: one process that serves, works and keeps time."""

import os
from typing import Any

from config import embedded

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = 1
worker_class = "gthread"
threads = 8
control_socket_disable = True
wsgi_app = "config.wsgi:application"


def on_starting(server: Any) -> None:
    embedded.refuse_more_than_one(server.cfg.workers)


def nworkers_changed(server: Any, new: int, old: int | None) -> None:
    # A signal may ask a running server for one more.
    if new > 1:
        server.num_workers = 1


def post_worker_init(worker: Any) -> None:
    worker.background = embedded.Background()
    worker.background.start()


def worker_exit(server: Any, worker: Any) -> None:
    if background := getattr(worker, "background", None):
        background.stop()
