"""Changes of the application stage."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes import kinds
from processes.application import extras
from processes.application.models import Agreement, Application
from processes.case import actions as case_actions
from processes.case.models import Case, Certification
from processes.organisations.models import Organisation, Person
from processes.scheme.models import Scheme
from processes.standing.models import Certificate
from workflow import acts
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

CARRIED = ("scope", "sites", "contact_phone", "consultancy")
"""What an initial application begins with where a transfer was asked for before."""


def begin(
    organisation: Organisation,
    scheme: Scheme,
    *,
    by: Person,
    at: datetime,
    kind: str = kinds.INITIAL,
) -> Case:
    """Open a case with a draft application. Raises Refused if the scheme is closed."""
    if not scheme.is_open:
        raise Refused(_("The scheme is not open for applications."), code="scheme_closed")
    with transaction.atomic():
        certification, _new = Certification.objects.get_or_create(
            organisation=organisation, scheme=scheme, defaults={"created_at": at}
        )
        previous = certification.cases.order_by("-pk").first()
        opening = case_actions.Opening(kind, previous=previous, coordinator=by)
        case = case_actions.create(certification, opening, by=by, at=at)
        said = {"contact_name": by.name, "contact_email": by.email, **_carried(previous, kind)}
        Application.objects.create(case=case, **said)
        case_actions.set_off(case, at=at, by=by)
    return case


def _carried(previous: Case | None, kind: str) -> dict[str, str]:
    """What was written for a transfer that came to nothing stands in the initial application."""
    if previous is None or previous.kind != kinds.TRANSFER or kind != kinds.INITIAL:
        return {}
    before = Application.objects.filter(case=previous).values(*CARRIED)
    return before[0] if before else {}


def begun_already(
    organisation: Organisation, scheme: Scheme, by: Person, kind: str = kinds.INITIAL
) -> Case | None:
    """The draft that the person has begun: a second press leads to it."""
    found: Case | None = Case.objects.filter(
        certification__organisation=organisation,
        certification__scheme=scheme,
        coordinator=by,
        kind=kind,
        state=Case.State.RUNNING,
        application__state=Application.State.DRAFT,
    ).first()
    return found


def is_certified(organisation: Organisation, scheme: Scheme, day: date) -> bool:
    """A certificate is valid or suspended that day: its own programme opens the next case."""
    return (
        Certificate.objects.current(day)
        .filter(certification__organisation=organisation, certification__scheme=scheme)
        .exists()
    )


@acts.one()
@transaction.atomic
def submit(application: Application, *, by: Person, at: datetime) -> None:
    """Hand the application in, with what its kind of case tells beside the usual."""
    perform(application.submit, by=by, at=at, moment=at)
    extras.follow(application.case, "submit", at=at)


@acts.one()
@transaction.atomic
def send_back(application: Application, reasons: str, *, by: Person, at: datetime) -> None:
    """Ask the municipality to complete it, with what is told beside."""
    perform(application.send_back, by=by, at=at, because=reasons, reasons=reasons)
    extras.follow(application.case, "send_back", at=at)


def accept(application: Application, *, by: Person | None, at: datetime) -> None:
    """Accept the application; the edition's agreement is offered, its text frozen.

    ``by`` None: of a case that begins anew, whose application was accepted before.
    """
    with transaction.atomic():
        edition = application.case.edition
        Agreement.objects.get_or_create(
            case=application.case,
            defaults={"text_sv": edition.agreement_sv, "text_en": edition.agreement_en},
        )
        perform(application.accept, by=by, at=at)
