"""Application and agreement, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.stages import Paper, Row, StageEntry, address, on, register

if TYPE_CHECKING:
    from processes.case.models import Case


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    application, agreement = on(case, "application"), on(case, "agreement")
    if application and application.submitted_at:
        url = address("case_application", number=case.number)
        yield Paper(gettext("Application"), application.submitted_at, url=url)
    if agreement and agreement.signed_at:
        url = address("case_agreement", number=case.number)
        yield Paper(gettext("Signed agreement"), agreement.signed_at, url=url)


register(
    StageEntry(
        name="application",
        place=20,
        rows=(
            Row("application", "case", acts=True),
            Row("agreement", "case", acts=True),
        ),
        papers=papers,
        read_anew=("application",),
        happened={
            "application.submit": _("The application was submitted"),
            "application.send_back": _("The application was returned for completion"),
            "application.accept": _("The application was accepted"),
            "application.decline": _("The application was declined"),
            "agreement.sign": _("The agreement was signed"),
            "agreement.decline": _("The municipality declined the agreement"),
        },
        possible={
            "application.submit": _("Submit the application"),
            "application.send_back": _("Return the application for completion"),
            "application.accept": _("Accept the application"),
            "application.decline": _("Decline the application"),
            "agreement.sign": _("Sign the agreement"),
            "agreement.decline": _("Decline the agreement"),
        },
        simulation={
            "apply": "municipality.apply",
            "review_application": "body.review_application",
            "sign_agreement": "municipality.sign_agreement",
        },
    )
)
