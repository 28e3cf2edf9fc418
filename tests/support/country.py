"""Many municipalities with a certificate each, without the way there."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from processes import kinds
from processes.models import Case, Certificate, Certification
from processes.renewal.actions import plan
from processes.renewal.changeover import preview, publishing
from processes.scheme import copies, drafts
from tests.support import stages
from tests.support.world import START
from workflow.calendar import exact_months, local_date

FIRST = date(2026, 1, 30)
EARLIER = [(7, 10), (17, 20)]


@transaction.atomic
def certify(scheme, municipality, number):
    """A certificate as a decision would have left it, on a day of its own."""
    day = FIRST + timedelta(days=number)
    certification = Certification.objects.create(
        organisation=municipality, scheme=scheme, created_at=START
    )
    case = Case.objects.create(
        certification=certification,
        kind=kinds.INITIAL,
        number=f"KL-X-{number}",
        edition=scheme.editions.get(state="published"),
        cycle=scheme.cycles.get(state="published"),
        opened_at=START,
        opened_date=day,
    )
    certificate = Certificate.objects.create(
        certification=certification,
        case=case,
        number=f"KLC-X-{number}",
        scope="x",
        decided_date=day,
        effective_date=day,
        anchor_date=day,
        expiry_date=exact_months(day, 36),
    )
    plan(certificate, at=START)
    return certificate


def certificates(world, number, *, first=0):
    """So many municipalities with a certificate each."""
    return [
        certify(world.scheme, stages.new_municipality(world, f"7{n:03}", f"Ort {n:02}"), n)
        for n in range(first, first + number)
    ]


def draft(world):
    """A cycle whose surveillances come earlier."""
    cycle = copies.new_cycle(world.scheme, by=world.administrator, at=START)
    before = drafts.values_of_cycle(cycle)
    drafts.save_cycle(cycle, EARLIER, before=before, by=world.administrator, at=START)
    return cycle


def publish(world, cycle):
    """As the administrator who saw the effect, and wants it."""
    choice = publishing.Choice(
        preview.mark(cycle, preview.moves(cycle, local_date(START))), moves_planned=True
    )
    return publishing.publish(cycle, choice, by=world.administrator, at=START)


def statements(work):
    """How many statements it takes, savepoints not counted."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])
