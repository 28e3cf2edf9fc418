"""A decision is taken anew on new facts or for an obvious error: never harder for its holder."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.appeals.deciding import grant_anew
from processes.appeals.models import Appeal
from processes.appeals.policies import is_against_holder
from processes.case.actions import canonical_hash
from processes.case.models import Certification
from processes.decision import actions as decisions
from processes.decision.models import Decision
from processes.organisations.models import Person
from processes.sanctions.basis import latest
from workflow import acts, trail
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused
from workflow.sql.writes import insert


class Ground(models.TextChoices):
    """Why a decision is taken anew."""

    FACTS = "facts", gettext_lazy("facts that were not known then")
    ERROR = "error", gettext_lazy("an obvious error")


class Outcome(models.TextChoices):
    """What the new decision means for the holder; a harder one is chosen to be told the way."""

    FAVOUR = "favour", gettext_lazy("In the holder's favour: what was decided holds no more")
    NEUTRAL = "neutral", gettext_lazy("Neither better nor worse: the same, with other reasons")
    HARDER = "harder", gettext_lazy("Harder for the holder")


@dataclass(frozen=True)
class Anew:
    """What whoever decides says: on which ground, what it rests on, what it means, and why."""

    ground: str
    facts: str
    outcome: str
    reasons: str


def may_reconsider(decision: Decision) -> bool:
    """It was taken against the holder's interest, and no later decision has replaced it."""
    if decisions.replaced_by(decision) is not None:
        return False
    if decision.case is not None:
        return bool(decision.current_state == "refused" and decision.case.traits.issues)
    return is_against_holder(decision)


@acts.one()
@transaction.atomic
def reconsider(against: Decision, anew: Anew, *, by: Person, at: datetime) -> Decision:
    """Take a new decision that replaces one; both stay readable. Also whoever took the first may.

    In the holder's favour it ends an appeal that waits. Raises Refused for a harder one, and where
    a gate forbids a certificate that was refused. Obligation 84.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=against.certification_id)
    if anew.outcome == Outcome.HARDER:
        raise Refused(
            _(
                "A decision that is taken anew is never harder for its holder. Propose to suspend "
                "the certificate, to reduce its scope or to withdraw it: the holder is heard first."
            ),
            code="reconsidered_harder",
        )
    if not may_reconsider(against):
        raise Conflict(
            _("The decision is replaced already, or cannot be taken anew."), code="not_reconsidered"
        )
    if against.case is not None:
        made = _of_case(against, anew, by, at)
    else:
        made = _asked(against, anew, at)
        decisions.settle(made, anew.reasons, by=by, at=at)
    if anew.outcome == Outcome.FAVOUR:
        for appeal in Appeal.objects.filter(decision=against).exclude(state__in=Appeal.final):
            perform(appeal.fulfil, by=None, at=at, moment=at)
    return made


def _of_case(against: Decision, anew: Anew, by: Person, at: datetime) -> Decision:
    if anew.outcome != Outcome.FAVOUR:
        raise Refused(
            _("A refusal is taken anew only to grant what was refused."), code="refusal_stays"
        )
    return grant_anew(against.its_case, f"{anew.facts}\n\n{anew.reasons}", by=by, at=at)


def _asked(against: Decision, anew: Anew, at: datetime) -> Decision:
    """The new decision, on what it rests on now."""
    certification = against.certification
    number = certification.decisions.filter(case=None).count() + 1
    made = Decision(certification=certification, kind="reconsider", number=number)
    made.step_at = at
    made.basis = {
        "ground": anew.ground,
        "statement": anew.facts,
        "outcome": anew.outcome,
        "case": latest(certification).case.number,
        "against": {
            "number": against.number,
            "kind": against.kind,
            "sha256": against.basis_sha256,
        },
    }
    made.basis = decisions.basis_of(made)
    made.basis_sha256 = canonical_hash(made.basis)
    insert([made])
    trail.record(trail.Event(subject=made, step="freeze", by=None, at=at))
    return made
