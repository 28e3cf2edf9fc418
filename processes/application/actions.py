"""Changes of the application stage."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes import kinds
from processes.application.models import Agreement, Application
from processes.case import actions as case_actions
from processes.case.models import Case, Certification
from processes.organisations.models import Organisation, Person
from processes.scheme.models import Scheme
from processes.standing.models import Certificate
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


def begin(organisation: Organisation, scheme: Scheme, *, by: Person, at: datetime) -> Case:
    """Open an initial case with a draft application. Raises Refused if the scheme is closed."""
    if not scheme.is_open:
        raise Refused(_("The scheme is not open for applications."), code="scheme_closed")
    with transaction.atomic():
        certification, _new = Certification.objects.get_or_create(
            organisation=organisation, scheme=scheme, defaults={"created_at": at}
        )
        previous = certification.cases.order_by("-pk").first()
        opening = case_actions.Opening(kinds.INITIAL, previous=previous, coordinator=by)
        case = case_actions.create(certification, opening, by=by, at=at)
        Application.objects.create(case=case, contact_name=by.name, contact_email=by.email)
        case_actions.set_off(case, at=at, by=by)
    return case


def begun_already(organisation: Organisation, scheme: Scheme, by: Person) -> Case | None:
    """The draft that the person has begun: a second press leads to it."""
    found: Case | None = Case.objects.filter(
        certification__organisation=organisation,
        certification__scheme=scheme,
        coordinator=by,
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


def accept(application: Application, *, by: Person, at: datetime) -> None:
    """Accept the application; the edition's agreement is offered, its text frozen."""
    with transaction.atomic():
        edition = application.case.edition
        Agreement.objects.get_or_create(
            case=application.case,
            defaults={"text_sv": edition.agreement_sv, "text_en": edition.agreement_en},
        )
        perform(application.accept, by=by, at=at)
