"""Drives the transfer of a certificate of another body through the real actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from processes import kinds
from processes.application import actions as application_actions
from processes.case.actions import claim
from processes.case.models import Case
from processes.evidence.actions import Upload
from processes.models import Organisation, Transfer
from processes.transfer import actions
from processes.transfer.actions import Judgement
from tests.support import drive
from tests.support.world import World
from workflow.calendar import exact_months, local_date

FOUND = Judgement(
    is_in_force=True,
    is_accredited=True,
    is_read=True,
    open_majors=0,
    open_minors=1,
    minors_without_plan=0,
    done=1,
    justification="Rapporterna är fullständiga och ackrediterade.",
    follow_up="Se om svarstiderna mäts.",
)


def begun(world: World, place: Organisation | None = None, **told: Any) -> Case:
    """A transfer that is asked for, with its papers; not handed in."""
    given: Any = {"by": world.coordinator, "at": world.at}
    case = application_actions.begin(
        place or world.municipality, world.scheme, kind=kinds.TRANSFER, **given
    )
    day = local_date(world.at)
    first = exact_months(day, -14)
    said = {
        "body_name": "Annat organ AB",
        "accreditation": "Swedac 1234",
        "certificate_number": "A-17",
        "scope": "Service till företag",
        "first_date": first,
        "last_date": exact_months(first, 36),
        "last_audit_date": day - timedelta(days=60),
        "surveillances": 1,
        "findings": "En mindre avvikelse: svarstider mäts inte.",
        "complaints": "Inga",
        **told,
    }
    actions.write(Transfer.objects.get(case=case), said)
    for kind in ("certificate", "report"):
        link = Upload(kind, link=f"https://www.example.org/{kind}", kept_back=True)
        actions.add_paper(Transfer.objects.get(case=case), kind, link, **given)
    application = case.application
    application.scope, application.sites = "Service till företag", "Stadshuset"
    application.consultancy = "Nej"
    application.save(update_fields=["scope", "sites", "consultancy"])
    return drive.fresh(case)


def asked(world: World, **told: Any) -> Case:
    """A transfer that is handed in."""
    case = begun(world, **told)
    application_actions.submit(case.application, by=world.coordinator, at=world.at)
    return drive.fresh(case)


def judged(world: World, case: Case, **found: Any) -> Case:
    """Agreed on and reviewed by somebody who declared impartiality."""
    if "review_application" in drive.nodes(case):
        case = drive.accept(world, case)
    claim(drive.open_task(case, "review_transfer"), by=world.auditor, at=world.at, declared=True)
    transfer = Transfer.objects.get(case=case)
    actions.judge(transfer, replace(FOUND, **found), by=world.auditor, at=world.at)
    return drive.fresh(case)


def transferred(world: World, **told: Any) -> Case:
    """A certificate that was taken over."""
    return drive.decide(world, judged(world, asked(world, **told)))
