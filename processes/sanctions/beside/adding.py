"""New material of a proposal is sent for comment: nothing is decided on what nobody could read."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.exclusions import Source, exclude
from processes.case.models import Certification
from processes.decision import kinds
from processes.hearing import actions as hearing
from processes.hearing.models import Material
from processes.organisations.models import Person
from processes.reasons import kept
from processes.sanctions.grounds import ROOM
from processes.sanctions.models import Proposal
from workflow import acts, events
from workflow.exceptions import Refused

HEARD = (Proposal.State.HEARING, Proposal.State.READY)


def may_be_added(proposal: Proposal) -> bool:
    """The holder is heard about it, or has been, and nothing is decided yet."""
    return proposal.is_for_hearing and proposal.current_state in HEARD


@acts.one()
@transaction.atomic
def add(proposal: Proposal, text: str, *, by: Person, at: datetime) -> Material:
    """Send what is new to the holder for comment; until then nothing is decided as was proposed.

    Whoever adds it has prepared, and does not decide. Raises Refused where nobody is heard.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=proposal.certification_id)
    proposal = Proposal.objects.select_related("case").get(pk=proposal.pk)
    if not may_be_added(proposal):
        raise Refused(
            _("Nobody is heard about this proposal any more: see how it stands."),
            code="nobody_heard",
        )
    made = hearing.send(proposal.case, text, by=by, at=at, proposal=proposal)
    if proposal.own_process is not None:
        exclude(
            proposal.own_process,
            by,
            reason=kept("prepared"),
            at=at,
            role=kinds.decider(*ROOM),
            source=Source.TOOK_PART,
        )
    return made


def frozen(proposal: Proposal) -> dict[str, Any]:
    """What is frozen of the new material of a proposal; nothing where none came."""
    rows = proposal.material.order_by("number").values_list(*NAMES)
    found = [dict(zip(NAMES, row, strict=True)) for row in rows]
    return {"material": found} if found else {}


NAMES = ("number", "text", "comment_text", "state")


def is_open(basis: dict[str, Any]) -> bool:
    """Some of it is still with the holder."""
    return any(row["state"] == Material.State.SENT for row in basis.get("material", ()))


def follow(
    sender: type[Proposal], subject: Proposal, step: str, at: datetime, **more: object
) -> None:
    """A proposal that has ended waits for no comment."""
    if not subject.is_open:
        hearing.become_moot(Material.objects.filter(proposal=subject), at=at)


events.performed.connect(follow, sender=Proposal, dispatch_uid="processes.sanctions.adding")
