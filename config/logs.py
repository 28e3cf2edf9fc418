"""How the log looks: lines for a reader, or JSON for a machine. Neither holds personal data."""

from typing import Any

import structlog

Processors = list[Any]

# What may be said about a request or a task. Anything else, such as a name or an address that a
# library adds on its own, stays out of the log.
ALLOWED = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "exception",
        "status_code",
        "task",
        "task_id",
        "case",
        "count",
        "seconds",
    }
)


def readable() -> dict[str, Any]:
    """Short lines for a console."""
    plain = "{asctime} {levelname} {name}: {message}"
    return _logging({"format": plain, "style": "{"})


def machine() -> dict[str, Any]:
    """One JSON object for each line, without the values of local variables."""
    return _logging(
        {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                only_allowed,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    )


def only_allowed(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every field that nobody has decided to log."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def _logging(formatter: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "celery.beat": {"level": "WARNING"},
        },
    }
