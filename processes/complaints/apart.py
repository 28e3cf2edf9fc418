"""Who is kept from a complaint: whoever took part in what it is about, or is complained of."""

from datetime import datetime

from django.db.models import Q

from processes.audit.members import TeamMember
from processes.case import exclusions
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.complaints.models import Complaint
from processes.decision import kinds
from processes.decision.models import Decision
from processes.organisations import impartiality
from processes.organisations.models import Membership, Person
from processes.reasons import kept
from processes.roles import BODY, Role
from processes.standing.models import Certificate
from workflow.calendar import local_date
from workflow.models import Process, Task


def keep_apart(complaint: Complaint, *, at: datetime) -> None:
    """From its first day a complaint is kept from whoever took part, or has a tie.

    Who is left may be nobody: then an administrator asks a reviewer (obligation 82).
    """
    reasons = {person: kept("appealed") for person in _took_part(complaint)}
    case = case_of(complaint)
    party = case.certification.organisation_id if case else complaint.about_id
    if party is not None:
        reasons |= _tied(complaint, party, at)
    keep_away(complaint, reasons, at=at)


def keep_away(complaint: Complaint, reasons: dict[int, str], *, at: datetime) -> None:
    """Keep people, by their keys, from handling and deciding it, each for a reason."""
    for person in Person.objects.filter(pk__in=reasons).order_by("pk"):
        for role in (Role.OFFICER, *sorted(kinds.deciders())):
            exclude(
                complaint.own_process,
                person,
                reason=reasons[person.pk],
                at=at,
                role=role,
                source=Source.TOOK_PART,
            )


def keep_from_deciding(complaint: Complaint, *, at: datetime) -> None:
    """Whoever had a task in the inquiry does not decide on it."""
    tasks = Task.objects.filter(process=complaint.own_process, owner__isnull=False)
    people = tasks.filter(role=Role.OFFICER).values_list("owner", flat=True)
    for person in Person.objects.filter(pk__in=people).order_by("pk"):
        exclusions.keep_from_deciding(complaint.own_process, person, why="inquired", at=at)


def case_of(complaint: Complaint) -> Case | None:
    """The case whose decision it is about, by the number given of it or its certificate."""
    number = complaint.reference.strip().upper()
    if complaint.kind not in (Complaint.Kind.DECISION, Complaint.Kind.APPEAL) or not number:
        return None
    cases = Case.objects.filter(certification__scheme=complaint.scheme_id)
    found = cases.filter(number__iexact=number).first()
    if found is not None:
        return found
    issued = Certificate.objects.filter(case__in=cases).filter(number=number)
    latest = issued.order_by("-revision").select_related("case").first()
    return latest.case if latest else None


def _took_part(complaint: Complaint) -> set[int]:
    """Who did anything in the case, or in one of the municipality."""
    case = case_of(complaint)
    if case is not None:
        return _did(Q(pk=case.pk))
    if complaint.about_id is None:
        return set()
    return _did(
        Q(certification__organisation=complaint.about_id, certification__scheme=complaint.scheme_id)
    )


def _did(which: Q) -> set[int]:
    """Who had a task of the body in some cases, audited them or decided in them."""
    processes = Process.objects.filter(chain__processes__case__in=Case.objects.filter(which))
    tasks = Task.objects.filter(process__in=processes, role__in=BODY, owner__isnull=False)
    return set(tasks.values_list("owner", flat=True)) | _judged(which)


def _judged(which: Q) -> set[int]:
    """Who audited some cases, or decided in them."""
    cases = Case.objects.filter(which)
    audited = TeamMember.objects.filter(audit__case__in=cases)
    decided = Decision.objects.filter(case__in=cases, decided_by__isnull=False)
    return {
        *audited.values_list("person", flat=True),
        *decided.values_list("decided_by", flat=True),
    }


def _tied(complaint: Complaint, party: int, at: datetime) -> dict[int, str]:
    staff = Membership.objects.filter(organisation=complaint.scheme.body_id).values("person")
    ties = impartiality.ties(Q(person__in=staff) & impartiality.near(party))
    grounds = [impartiality.ground_of(tie, party, local_date(at)) for tie in ties]
    return {one.tie.person: one.kept for one in grounds if one.is_hard}
