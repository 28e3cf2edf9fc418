"""What can be proposed about a certificate in force, on which grounds, and who is heard first."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is proposed: the kind of decision that is asked for."""

    SUSPEND = "suspend", _("suspend the certificate")
    CONFIRM = "confirm", _("confirm an urgent suspension")
    RESTORE = "restore", _("restore the certificate")
    WITHDRAW = "withdraw", _("withdraw the certificate")
    END = "end", _("end the certificate at the holder's wish")
    CORRECT = "correct", _("correct the certificate")
    REDUCE = "reduce", _("reduce the scope")
    EXTEND = "extend", _("extend the scope")


class Ground(models.TextChoices):
    """Why something is proposed (obligation 72)."""

    MISSED = "missed", _("a surveillance was not done in time")
    MAJORS = "majors", _("major nonconformities are not mended")
    MISUSE = "misuse", _("the mark or the certificate is misused")
    FALSE_CLAIMS = "false_claims", _("false claims")
    FEE = "fee", _("a fee is not paid")
    UNMET = "unmet", _("the conditions of the suspension are not met")
    MET = "met", _("the conditions of the suspension are met")
    OWN_REQUEST = "own_request", _("the holder's own request")
    TRANSFERRED = "transferred", _("transferred to another certification body")
    ERROR = "error", _("an error in the wording")
    RENAMED = "renamed", _("the organisation has another name")
    PART = "part", _("a part of the scope does not meet the criteria")
    AUDITED = "audited", _("an audit shows that more meets the criteria")
    DOCUMENTS = "documents", _("documents show that more meets the criteria")
    OTHER = "other", _("another ground")


ROOM = (*Kind.values, "leave", "lift")
"""The kinds of decision that are taken in the room of a proposal: it, or not."""

FOR_CAUSE = (Ground.MAJORS, Ground.MISUSE, Ground.FALSE_CLAIMS, Ground.FEE, Ground.OTHER)
GROUNDS: dict[str, tuple[Ground, ...]] = {
    Kind.SUSPEND: (Ground.MISSED, *FOR_CAUSE, Ground.OWN_REQUEST),
    Kind.CONFIRM: (Ground.MISSED, *FOR_CAUSE),
    Kind.RESTORE: (Ground.MET,),
    Kind.WITHDRAW: (Ground.UNMET, Ground.MISSED, *FOR_CAUSE),
    Kind.END: (Ground.OWN_REQUEST, Ground.TRANSFERRED),
    Kind.EXTEND: (Ground.AUDITED, Ground.DOCUMENTS),
    Kind.CORRECT: (Ground.ERROR, Ground.RENAMED),
    Kind.REDUCE: (Ground.PART, Ground.UNMET, Ground.MAJORS, Ground.OTHER, Ground.OWN_REQUEST),
}
OF_A_SUSPENSION = (Ground.UNMET, Ground.MET)
"""They speak of a suspension, and fit only while there is one."""
AT_THE_HOLDERS_WISH = (Ground.OWN_REQUEST, Ground.TRANSFERRED)
AGAINST = (Kind.SUSPEND, Kind.CONFIRM, Kind.WITHDRAW, Kind.REDUCE)
"""Against the holder's interest: nobody decides so before the holder could answer."""

REWORDED = (Kind.CORRECT, Kind.REDUCE)
REVISING = (*REWORDED, Kind.EXTEND)
"""They change what the certificate says: the next revision of its number.

Extended is only what was asked for and reviewed, as a change is.
"""

POSSIBLE: dict[str, tuple[Any, ...]] = {
    "valid": (Kind.SUSPEND, Kind.WITHDRAW, Kind.END, *REVISING),
    "suspended": (Kind.RESTORE, Kind.CONFIRM, Kind.WITHDRAW, Kind.END, *REWORDED),
}
"""What can be decided about a certificate of a status; of any other nothing."""

ASKED = {
    Kind.RESTORE: Ground.MET,
    Kind.END: Ground.OWN_REQUEST,
    Kind.CORRECT: Ground.ERROR,
    Kind.REDUCE: Ground.OWN_REQUEST,
}
"""What the holder can ask for, and on which ground: an officer checks it as any proposal."""

BY_SIGNATORY = (Kind.END, Kind.REDUCE)
"""What the holder gives up, only a signatory asks for."""

BY_HAND = (Kind.SUSPEND, Kind.RESTORE, Kind.WITHDRAW, Kind.END, *REWORDED)
"""What an officer can propose; an urgent suspension brings its own confirmation."""


def possible(status: str) -> tuple[Any, ...]:
    """What can be decided about a certificate of that status."""
    return POSSIBLE.get(str(status), ())


def fitting(kind: str, status: str) -> tuple[Ground, ...]:
    """On which grounds a kind can be proposed about a certificate of that status; none if not."""
    if kind not in possible(status):
        return ()
    is_suspended = status == "suspended"
    return tuple(one for one in GROUNDS[kind] if is_suspended or one not in OF_A_SUSPENSION)
