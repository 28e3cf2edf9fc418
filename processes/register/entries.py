"""What the register says: municipalities, their latest certificates, and how to read them.

Read-only and free of personal data: nothing here knows a person.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.organisations.models import Organisation
from processes.scheme.surveys import SurveyResult
from processes.standing import deadlines
from processes.standing.models import Certificate, CertificateQuerySet
from processes.standing.status import Status, is_restorable, status_at
from workflow.calendar import local_date
from workflow.language import day_and_month, spoken

VALID, EXPIRED, REPLACED = Status.VALID.value, Status.EXPIRED.value, Status.REPLACED.value
SUSPENDED, WITHDRAWN, ENDED = (
    Status.SUSPENDED.value,
    Status.WITHDRAWN.value,
    Status.ENDED.value,
)
DISTINGUISHED, NONE = "distinguished", "none"


@dataclass(frozen=True)
class Entry:
    """One municipality in the register, with its latest certificate of a scheme, if any."""

    organisation: Organisation
    certificate: Certificate | None
    day: date

    @property
    def status(self) -> str:
        """The key of the status on that day."""
        return status_of(self.certificate, self.day)

    @property
    def scheme(self) -> int | None:
        """The key of the certificate's scheme, if there is one."""
        return self.certificate.certification.scheme_id if self.certificate else None

    @property
    def is_in_force(self) -> bool:
        """The certificate counts on that day."""
        return self.status in (VALID, DISTINGUISHED)

    @property
    def is_out_of_force(self) -> bool:
        """It was taken out of force before its last day."""
        return self.status in (SUSPENDED, WITHDRAWN, ENDED)

    @property
    def words(self) -> str:
        """The status as people say it."""
        return in_words(self.certificate, self.day)


def status_of(certificate: Certificate | None, day: date) -> str:
    """The key of what the register shows of a certificate on a day: its status, and how well."""
    if certificate is None:
        return NONE
    status = status_at(certificate, day)
    is_distinguished = status == Status.VALID and certificate.with_distinction
    return DISTINGUISHED if is_distinguished else status.value


def in_words(certificate: Certificate | None, day: date) -> str:
    """The status of a certificate in plain words (obligation 58, in part)."""
    status = status_of(certificate, day)
    if certificate is not None and is_restorable(certificate, day):
        until = full(deadlines.restorable_until(certificate))
        return _("Expired, can be restored until %(day)s") % {"day": until}
    since = getattr(certificate, "since", None)
    if status in SINCE and since is not None:
        return str(SINCE[status]) % {"day": full(local_date(since))}
    return {
        VALID: _("Certified"),
        DISTINGUISHED: _("Certified with distinction"),
        EXPIRED: _("Expired"),
        SUSPENDED: _("Temporarily withdrawn"),
        WITHDRAWN: _("Withdrawn"),
        ENDED: _("Ended at the holder's wish"),
        REPLACED: _("Replaced by a later revision"),
        NONE: _("Not certified"),
    }[status]


SINCE = {
    SUSPENDED: gettext_lazy("Temporarily withdrawn since %(day)s"),
    WITHDRAWN: gettext_lazy("Withdrawn on %(day)s"),
    ENDED: gettext_lazy("Ended at the holder's wish on %(day)s"),
}
"""What is said of a status with the day on which it began."""


def full(day: date) -> str:
    """A date as in "2 mars 2029"."""
    return f"{day_and_month(day, spoken())} {day.year}"


def certificates() -> CertificateQuerySet:
    """Certificates with everything a page says of them, also since when their status is theirs."""
    return Certificate.objects.with_since().select_related(
        "certification__organisation",
        "certification__scheme__body",
        "case__edition",
        "case__cycle",
    )


def survey_of(organisation: Organisation) -> list[SurveyResult]:
    """The latest published NKI values of a municipality, area by area; none is ever guessed."""
    results = organisation.survey_results.filter(index="NKI")
    newest = results.aggregate(year=Max("year"))["year"]
    return list(results.filter(year=newest).order_by("area", "pk"))
