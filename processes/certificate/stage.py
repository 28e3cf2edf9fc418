"""The certificate, as the rest of the system knows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from processes.stages import Paper, Row, StageEntry, address, register

if TYPE_CHECKING:
    from processes.case.models import Case


def papers(case: "Case") -> Iterator[Paper]:
    """Its frozen papers in a case."""
    issued = case.certificates.select_related("decision").order_by("pk")
    for certificate in issued:
        title = gettext("Certificate %(number)s") % {"number": certificate}
        url = address("certificate", number=str(certificate))
        decision = certificate.decision
        yield Paper(title, decision.decided_at if decision else case.closed_at, url=url)
    if issued:
        url = address("case_programme", number=case.number)
        yield Paper(gettext("Programme of the cycle"), case.closed_at, url=url)


register(
    StageEntry(
        name="certificate",
        place=70,
        rows=(Row("certificate", "case"), Row("statusinterval", "decision__case")),
        papers=papers,
        dates=("certificates",),
        happened={
            "certificate.issue": _("The certificate was issued"),
            "certificate.reissue": _("Valid again: the withdrawal was replaced"),
            "certificate.revise": _("The next revision of the certificate was issued"),
            "certificate.expire": _("The certificate expired"),
            "certificate.replace": _("A new certificate took the place of the earlier one"),
            "certificate.lose": _("The time to restore the certificate ran out"),
            "statusinterval.begin": _("The status of the certificate was recorded"),
        },
        expected={
            "certificate.expire": _("The certificate expires"),
            "certificate.lose": _("The time to restore the certificate ends"),
        },
    )
)
