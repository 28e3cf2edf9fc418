"""The gates of a transfer in words, and what each rests on."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.decision import gate_texts, policies
from processes.transfer.policies import GATES
from workflow.language import day_in_words

TITLES = {
    "held_valid": gettext_lazy("The certificate is valid and not suspended"),
    "held_accredited": gettext_lazy("The accreditation of the other body is shown"),
    "held_read": gettext_lazy("The last report and the complaints are read"),
    "held_majors": gettext_lazy("No major nonconformity is open"),
    "held_minors": gettext_lazy("Every open minor nonconformity has an accepted plan"),
    "held_in_cycle": gettext_lazy("Its surveillances were held in time"),
    "held_in_time": gettext_lazy("The other body has not ceased too long ago"),
}


def _valid(basis: dict[str, Any]) -> str:
    return _("Its last day is %(day)s.") % {"day": _day(basis["held"]["last_date"])}


def _day(said: str) -> str:
    return day_in_words(date.fromisoformat(said))


def _majors(basis: dict[str, Any]) -> str:
    return _("%(number)d are open.") % {"number": basis["found"]["open_majors"]}


def _minors(basis: dict[str, Any]) -> str:
    said = {
        "number": basis["found"]["open_minors"],
        "without": basis["found"]["minors_without_plan"],
    }
    return _("%(number)d are open, %(without)d of them without a plan.") % said


def _cycle(basis: dict[str, Any]) -> str:
    said = {"done": basis["found"]["done"] or 0, "due": basis["due"]}
    return _("%(done)d were held; %(due)d must have been held by now.") % said


def _in_time(basis: dict[str, Any]) -> str:
    if basis["until"] is None:
        return _("It has not ceased.")
    return _("It is taken over by %(day)s at the latest.") % {"day": _day(basis["until"])}


DETAILS = {
    "held_valid": _valid,
    "held_accredited": lambda basis: basis["held"]["accreditation"],
    "held_majors": _majors,
    "held_minors": _minors,
    "held_in_cycle": _cycle,
    "held_in_time": _in_time,
}

policies.GATES.update(GATES)
gate_texts.TITLES.update(TITLES)
gate_texts.DETAILS.update(DETAILS)
