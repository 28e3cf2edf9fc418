"""How the log looks: lines for a reader at home, or JSON for a machine.

What a machine keeps is read by many and for long, so it holds no personal data. The words of a line
are its programmer's; what is put into them passes only if it is a number, and what stands beside
them only if somebody has decided so.
"""

import re
import traceback
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# What may be said beside the event. Anything that a library adds on its own, such as the request
# or the arguments of a task, stays out of the log.
ALLOWED = frozenset(
    {
        *("event", "level", "logger", "timestamp", "exception"),
        *("request_id", "view", "method", "refusal", "task", "task_id", "case"),
    }
)
NUMBERS = frozenset({"status", "ms", "user_id", "status_code", "count"})
# What a library says that is about no one: a task's name and number, but not what it was given;
# the words of a status, but not the address; a warning to programmers.
TELLS: dict[str, frozenset[str | int]] = {
    "celery.app.trace": frozenset({"name", "id", "description"}),
    "django.request": frozenset({0}),
    "py.warnings": frozenset({0}),
}
HIDDEN = "…"
# A line that somebody has put together beforehand: addresses, passwords in them, personnummer.
PRIVATE = re.compile(r"\S+@\S+|\b(?:\d{2})?\d{6}[-+]?\d{4}\b")


def readable() -> dict[str, Any]:
    """Short lines for a console."""
    return _logging({"format": "{asctime} {levelname} {name}: {message}", "style": "{"})


def machine() -> dict[str, Any]:
    """One JSON object for each line."""
    return _logging(
        {
            "()": structlog.stdlib.ProcessorFormatter,
            "pass_foreign_args": True,
            "use_get_message": False,
            "foreign_pre_chain": [
                discreet,
                structlog.contextvars.merge_contextvars,
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


def discreet(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The line with only numbers put into its words."""
    record = event["_record"]
    words = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    values = _numbers(event.pop("positional_args", ()), TELLS.get(record.name, frozenset()))
    with suppress(KeyError, TypeError, ValueError):  # the words alone say what happened
        words = words % values if values else words
    return event | {"event": PRIVATE.sub(HIDDEN, words)}


def _numbers(values: Any, known: frozenset[str | int]) -> Any:
    if isinstance(values, Mapping):
        return {key: _shown(value, key in known) for key, value in values.items()}
    return tuple(_shown(value, place in known) for place, value in enumerate(values or ()))


def _shown(value: object, is_known: bool) -> object:
    return value if is_known or isinstance(value, int | float) else HIDDEN


def places(exc_info: ExcInfo) -> str:
    """The kind of error and where it went wrong, outermost call first.

    Not the error's own words nor any local variable: a database quotes the row it refused.
    """
    kind, _error, trace = exc_info
    calls = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    return " > ".join([*calls, kind.__qualname__])


def only_allowed(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every field that nobody has decided to log."""
    return {
        key: value
        for key, value in event.items()
        if key in ALLOWED or (key in NUMBERS and isinstance(value, int))
    }


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
