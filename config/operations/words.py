"""The figures in words: what each one says, and what to do when it is not well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from config.operations.health import CAP, Check


@dataclass(frozen=True)
class Words:
    """A figure for a reader: its name, how it is told, the first thing to try, and where."""

    name: str | Promise
    told: Callable[[Check], str]
    remedy: str | Promise
    page: str = ""
    part: str = ""


def row(check: Check) -> dict[str, Any]:
    """One line of the page."""
    words = WORDS[check.name]
    return {
        "name": words.name,
        "told": words.told(check),
        "is_well": check.is_well,
        "waits": waits(check),
        "remedy": words.remedy,
        "url": reverse(words.page, args=[words.part] if words.part else []) if words.page else "",
    }


def waits(check: Check) -> bool:
    """It is no fault of the system, and yet waits for a person."""
    return check.name in FOR_A_PERSON and bool(check.value)


def _answers(check: Check) -> str:
    return _("Does not answer, or only reads.") if check.value is None else _("Answers.")


def _used(check: Check) -> str:
    if check.value is None:
        return _("Takes nothing.")
    return _("%(percent)d %% used.") % {"percent": check.value}


def _messages(check: Check) -> str:
    if not check.value:
        return _answers(check)
    waiting = ngettext(
        "%(number)d message waits for a worker.",
        "%(number)d messages wait for a worker.",
        int(check.value),
    )
    return waiting % {"number": check.value}


def _ago(check: Check) -> str:
    if check.value is None:
        return _("Has not run yet.")
    values = {"time": duration(check.value), "host": check.host}
    return _("Last done %(time)s ago on %(host)s.") % values


def _wait(check: Check) -> str:
    if not check.value:
        return _("Nothing waits.")
    return _("The oldest has waited %(time)s.") % {"time": duration(check.value)}


def _number(check: Check) -> str:
    value = int(check.value or 0)
    if value >= CAP:
        return _("%(number)d or more.") % {"number": CAP}
    return str(value) if value else pgettext("incidents or letters", "None.")


def duration(seconds: float) -> str:
    """A length of time in its largest whole unit."""
    number = int(seconds)
    if number < 120:
        return ngettext("%(n)d second", "%(n)d seconds", number) % {"n": number}
    if number < 120 * 60:
        return ngettext("%(n)d minute", "%(n)d minutes", number // 60) % {"n": number // 60}
    if number < 48 * 3600:
        return ngettext("%(n)d hour", "%(n)d hours", number // 3600) % {"n": number // 3600}
    return ngettext("%(n)d day", "%(n)d days", number // 86400) % {"n": number // 86400}


FOR_A_PERSON = ("incidents", "dead_letters", "unattended", "vacant")
NO_SWEEP = gettext_lazy(
    "Ask those who run the system to see that the scheduler and a worker are running. "
    "Nothing is lost: what is due is done as soon as they start."
)
WORDS = {
    "database": Words(
        gettext_lazy("Database"),
        _answers,
        gettext_lazy(
            "Ask those who run the system to see that the database runs and takes what is written."
        ),
    ),
    "disk": Words(
        gettext_lazy("Disk for evidence"),
        _used,
        gettext_lazy("Ask those who run the system to make room. Nothing can be added meanwhile."),
    ),
    "broker": Words(
        gettext_lazy("Message broker"),
        _messages,
        gettext_lazy(
            "Ask those who run the system to see that the broker and the workers are running. "
            "Nothing is lost meanwhile."
        ),
    ),
    "sweep_workflow": Words(gettext_lazy("Sweep of deadlines and idle tasks"), _ago, NO_SWEEP),
    "sweep_processes": Words(
        gettext_lazy("Sweep of changeovers to a new renewal cycle"), _ago, NO_SWEEP
    ),
    "sweep_notifications": Words(gettext_lazy("Sweep of reminders and mail"), _ago, NO_SWEEP),
    "sweep_config": Words(gettext_lazy("Nightly disposal of what has expired"), _ago, NO_SWEEP),
    "timers": Words(
        gettext_lazy("What the system is to do by itself"),
        _wait,
        gettext_lazy(
            "After an interruption it catches up by itself. If the wait grows for an hour, "
            "ask those who run the system for more workers."
        ),
    ),
    "incidents": Words(
        gettext_lazy("Incidents"),
        _number,
        gettext_lazy("Read what went wrong, remedy the cause, and try again."),
        "incidents",
    ),
    "unattended": Words(
        gettext_lazy("Tasks that nobody can do"),
        _number,
        gettext_lazy(
            "Give somebody the role that is missing, or open an account again. "
            "The list shows which tasks wait."
        ),
        "inbox_view",
        "nobody",
    ),
    "vacant": Words(
        gettext_lazy("Roles of the body that nobody holds"),
        _number,
        gettext_lazy(
            "Give somebody the role: an officer, an auditor, a decision maker and an administrator "
            "are needed before a case can be certified."
        ),
        "people",
    ),
    "mails": Words(
        gettext_lazy("Mail to be sent"),
        _wait,
        gettext_lazy(
            "Ask those who run the system whether the mail server answers. "
            "The mails go as soon as it does."
        ),
    ),
    "dead_letters": Words(
        gettext_lazy("Mail that could not be sent"),
        _number,
        gettext_lazy("See whether the addresses are right, then try again or give the mail up."),
        "notices_outbox",
    ),
}
