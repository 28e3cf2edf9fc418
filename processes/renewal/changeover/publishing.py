"""Publishing a cycle, and letting what is planned move as its preview showed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.organisations.models import Person
from processes.renewal.changeover import changes as changeover
from processes.renewal.changeover.preview import mark, moves
from processes.renewal.models import Changeover
from processes.scheme import drafts
from processes.scheme.models import RenewalCycle
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused


@dataclass(frozen=True)
class Choice:
    """What the administrator saw, and whether what is planned shall move too."""

    mark: str
    moves_planned: bool


@transaction.atomic
def publish(cycle: RenewalCycle, choice: Choice, *, by: Person, at: datetime) -> Changeover | None:
    """Publish a cycle; if what is planned shall move too, the changeover that will see to it.

    Raises Conflict if the effect is no longer the one that was shown, and Refused while an
    earlier cycle of the scheme still moves its items.
    """
    if changeover.running(cycle.scheme_id).exists():
        raise Refused(
            _("The planned items still move to the cycle before. Publish when that is done."),
            code="changeover_under_way",
        )
    planned = moves(cycle, local_date(at))
    if mark(cycle, planned) != choice.mark:
        raise Conflict(
            _("The effect has changed since the preview. Look at it again."), code="preview_old"
        )
    drafts.put_in_force(cycle, by=by, at=at)
    return changeover.begin(cycle, planned, by=by, at=at) if choice.moves_planned else None
