"""The gates of a decision about a certificate in force, in words and with what they rest on."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.decision import gate_texts, policies
from processes.sanctions.grounds import Ground
from processes.sanctions.policies import GATES
from processes.standing.status import Status

TITLES = {
    "is_valid": gettext_lazy("The certificate is valid"),
    "is_suspended": gettext_lazy("The certificate is temporarily withdrawn"),
    "is_current": gettext_lazy("The certificate is valid or temporarily withdrawn"),
    "holder_heard": gettext_lazy("The holder has been heard"),
    "person_named": gettext_lazy("Somebody is named whom the holder can turn to"),
    "conditions_named": gettext_lazy("It is said what ends the suspension"),
    "evidence_given": gettext_lazy("It is said how the conditions are met"),
    "holder_asks": gettext_lazy("The holder asks for it"),
    "words_differ": gettext_lazy("The certificate will say something else"),
}


def _status(basis: dict[str, Any]) -> str:
    return str(Status(basis["status"]["kind"]).label).capitalize()


def _hearing(basis: dict[str, Any]) -> str:
    return {
        "answered": _("The holder answered."),
        "silent": _("The holder did not answer in time."),
        "not_needed": _("The holder is not heard before this decision."),
    }[basis["hearing"]["state"]]


def _of(name: str) -> Any:
    return lambda basis: basis["proposal"][name]


DETAILS = {
    "is_valid": _status,
    "is_suspended": _status,
    "is_current": _status,
    "holder_heard": _hearing,
    "person_named": _of("named"),
    "conditions_named": _of("conditions"),
    "evidence_given": _of("facts"),
    "words_differ": _of("scope"),
    "holder_asks": lambda basis: str(Ground(basis["proposal"]["ground"]).label).capitalize(),
}

policies.GATES.update(GATES)
gate_texts.TITLES.update(TITLES)
gate_texts.DETAILS.update(DETAILS)
