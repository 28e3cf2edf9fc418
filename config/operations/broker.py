"""What the broker says. It only wakes: a silent one costs a minute and loses nothing."""

from typing import Any

from django.conf import settings
from kombu.exceptions import OperationalError

from config.celery import app

PATIENCE_SECONDS = 2


class SilentError(Exception):
    """The broker does not answer."""


def is_outside() -> bool:
    """There is a broker beside this process; in embedded mode there is none."""
    return not settings.CELERY_BROKER_URL.startswith("memory:")


def waiting() -> int:
    """How many messages wait for a worker. Raises SilentError when nobody answers."""
    connection: Any = app.connection_for_read(
        connect_timeout=PATIENCE_SECONDS, transport_options=_patience()
    )
    try:
        with connection:
            connection.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
            return _depth(connection)
    except (OperationalError, OSError, *connection.connection_errors) as error:
        raise SilentError(type(error).__name__) from error


def _patience() -> dict[str, int]:
    """Redis is told by options of its own."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return {}
    return dict.fromkeys(("socket_connect_timeout", "socket_timeout"), PATIENCE_SECONDS)


def _depth(connection: Any) -> int:
    return sum(_waiting_in(queue.name, connection) for queue in app.conf.task_queues)


def _waiting_in(name: str, connection: Any) -> int:
    try:
        queue = connection.channel().queue_declare(name, passive=True)
    except connection.channel_errors:
        return 0  # Nobody has used the queue yet; Redis knows no empty one.
    return int(queue.message_count)
