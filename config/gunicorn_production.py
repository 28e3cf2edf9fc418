"""Gunicorn for the web process of production."""

import os
import shutil
import tempfile
from typing import Any

from config import logs

wsgi_app = "config.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
control_socket_disable = True
# No thread is kept waiting for what somebody else holds: the page says so (config.web.busy).
os.environ.setdefault("KVALITETSLOTS_LOCK_TIMEOUT", "5s")
logconfig_dict = logs.machine()

# The processes count their requests in files of this folder, so that any of them can tell the sum.
# It must be known before the first of them starts to count.
METRICS = "PROMETHEUS_MULTIPROC_DIR"
if METRICS not in os.environ:
    os.environ[METRICS] = tempfile.mkdtemp(prefix="kvalitetslots-metrics-")


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[METRICS], ignore_errors=True)
