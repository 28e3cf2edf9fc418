"""Gunicorn for health alone: it answers also when every thread of the pages is held by somebody."""

import os

from config import logs

wsgi_app = "config.wsgi_health:application"
bind = f"0.0.0.0:{os.environ.get('HEALTH_PORT') or 8001}"
workers = 1
worker_class = "gthread"
threads = 2
control_socket_disable = True
logconfig_dict = logs.machine()
