"""The roles of the certification, and who holds them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership lets a person do."""

    COORDINATOR = "coordinator", _("coordinator")
    SIGNATORY = "signatory", _("signatory")
    CONTRIBUTOR = "contributor", _("contributor")
    OFFICER = "officer", _("certification officer")
    AUDITOR = "auditor", _("auditor")
    DECISION_MAKER = "decision_maker", _("decision maker")
    ADMINISTRATOR = "administrator", _("administrator")
    SCHEME_OWNER = "scheme_owner", _("scheme owner")
    OBSERVER = "observer", _("observer")


MUNICIPAL = (Role.COORDINATOR, Role.SIGNATORY, Role.CONTRIBUTOR)
BODY = (Role.OFFICER, Role.AUDITOR, Role.DECISION_MAKER, Role.ADMINISTRATOR)
OVERSEEING = (Role.OFFICER, Role.ADMINISTRATOR)
WORKING = (Role.AUDITOR, Role.DECISION_MAKER)
OBSERVING = (Role.SCHEME_OWNER, Role.OBSERVER)

HELD_AT = {
    "municipality": MUNICIPAL,
    "body": BODY,
    "partner": OBSERVING,
    "joint_authority": (Role.CONTRIBUTOR, Role.OBSERVER),
    # Given by an invitation to review, never by hand.
    "review": (),
}
"""Which roles somebody may hold at organisations of a kind."""


def choices() -> list[tuple[str, Any]]:
    """Every role and its words, as a field has its choices; a role more is no migration."""
    return list(Role.choices)
