"""The Celery app with a beat that sweeps each second."""

from config.celery import app

for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 1.0

__all__ = ["app"]
