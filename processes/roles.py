"""The roles of the certification, and who holds them."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.roles import Grant


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


def held_by(person: Any, day: date) -> models.QuerySet[Any]:
    """A person's memberships in force on a local day."""
    held: models.QuerySet[Any] = person.memberships.on(day)
    return held


def grants_of(person: Any, day: date) -> frozenset[Grant]:
    """The roles a person's memberships grant on a local day."""
    rows = held_by(person, day).values_list("role", "organisation_id")
    return frozenset(Grant(role, organisation_id) for role, organisation_id in rows)
