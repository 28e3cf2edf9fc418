"""How the log looks: lines for a reader, or JSON for a machine. Neither holds personal data."""

import traceback
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# What may be said beside the event. Anything that a library adds on its own, such as the request
# or the arguments of a task, stays out of the log.
ALLOWED = frozenset(
    {"event", "level", "logger", "timestamp", "exception", "status_code", "case", "count"}
)


def readable() -> dict[str, Any]:
    """Short lines for a console."""
    return _logging({"format": "{asctime} {levelname} {name}: {message}", "style": "{"})


def machine() -> dict[str, Any]:
    """One JSON object for each line."""
    return _logging(
        {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(places),
                only_allowed,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    )


def places(exc_info: ExcInfo) -> str:
    """The kind of error and where it went wrong, outermost call first.

    Not the error's own words nor any local variable: a database quotes the row it refused.
    """
    kind, _error, trace = exc_info
    calls = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    return " > ".join([*calls, kind.__qualname__])


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
            # Django's own handlers print to the console and mail the administrators.
            "django": {"handlers": [], "level": "INFO"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
