"""An appeal by the public form: an officer takes it in as one, a signatory stands by it.

From then on it is the municipality's, and goes its way; whoever wrote it follows it at the same
private address.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from processes.appeals import actions as appeals
from processes.appeals.actions import Outside
from processes.appeals.models import Appeal
from processes.appeals.policies import is_against_holder, is_appealable
from processes.case.models import Case, Certification
from processes.complaints.apart import case_of
from processes.complaints.models import Complaint
from processes.correspondents import Correspondent, named_by
from processes.decision import kinds
from processes.decision.models import Decision
from processes.decision.wording import words_of
from processes.organisations.models import Person
from workflow import acts
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


class Against(NamedTuple):
    """What an appeal can be against: how a case ended, or a decision about its certificate."""

    case: Case
    decision: Decision | None

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.case.pk}-{self.decision.pk if self.decision else 0}"

    @property
    def words(self) -> str:
        """What it was, of which case, and when."""
        if self.decision is None:
            said = {"case": self.case.number, "how": self.case.outcome}
            return _("%(case)s: how the case ended – %(how)s") % said
        at = self.decision.decided_at
        said = {"case": self.case.number, "n": str(self.decision.number)}
        said |= {"how": str(words_of(self.decision).heading), "day": f"{at:%Y-%m-%d}" if at else ""}
        return _("%(case)s, decision %(n)s, %(day)s: %(how)s") % said


def appealable_of(complaint: Complaint) -> list[Against]:
    """What whoever wrote it can mean, the newest first: by the number or municipality they gave."""
    case = case_of(complaint)
    certifications = Certification.objects.filter(scheme=complaint.scheme_id)
    if case is not None:
        certifications = certifications.filter(pk=case.certification_id)
    else:
        certifications = certifications.filter(organisation=complaint.about_id)
    return [one for known in certifications for one in _of(known)]


def _of(certification: Certification) -> list[Against]:
    ended = [one for one in certification.cases.order_by("-pk") if is_appealable(one)]
    taken = certification.decisions.filter(case=None, kind__in=kinds.appealable())
    about = [one for one in taken.order_by("-number") if is_against_holder(one)]
    issued = certification.certificates.order_by("-pk").select_related("case").first()
    if issued is None:
        return [Against(case, None) for case in ended]
    return [*(Against(issued.case, one) for one in about), *(Against(one, None) for one in ended)]


@acts.one()
@transaction.atomic
def refer(complaint: Complaint, key: str, *, by: Person, at: datetime) -> Appeal:
    """Take it in as an appeal against what the key stands for; it came when the form was sent.

    Raises Refused where that cannot be appealed against, or an appeal waits already. Obligation 81.
    """
    found = next((one for one in appealable_of(complaint) if one.key == key), None)
    if found is None:
        raise Refused(_("Choose what the appeal is against."), code="appeal_against_what")
    outside = Outside(complaint.name, complaint.received_at)
    made = appeals.appeal(
        found.case, complaint.text, by=None, at=at, against=found.decision, outside=outside
    )
    appeals.acknowledge(made, by=by, at=at)
    perform(complaint.refer, by=by, at=at, appeal=made)
    return made


def take_back(complaint: Complaint, *, at: datetime) -> None:
    """Whoever wrote it takes it back, as long as no signatory stands by it."""
    made = Appeal.objects.get(complaint=complaint)
    perform(made.drop_appeal, by=None, at=at, moment=at)


@named_by(Appeal)
def _writer(made: Appeal) -> tuple[Correspondent, ...]:
    """Whoever wrote it without an account hears of it, once their address is confirmed."""
    complaint = Complaint.objects.filter(appeal=made, confirmed_at__isnull=False).first()
    return (Correspondent(complaint.email, complaint.language),) if complaint else ()
