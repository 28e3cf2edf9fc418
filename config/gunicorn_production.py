"""Gunicorn for the web process of production."""

import os

from config import logs

wsgi_app = "config.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
control_socket_disable = True
logconfig_dict = logs.machine()
