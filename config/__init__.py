"""How the system is put together."""

from config.celery import app

__all__ = ["app"]
