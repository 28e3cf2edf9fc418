"""A bound case is withdrawn by a signatory: asked by a coordinator, who may think better of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.case.policies import is_voluntary
from processes.closing.actions import withdraw
from processes.closing.models import Withdrawal
from processes.organisations.models import Person
from workflow import trail
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.withdrawal.WithdrawalFlow"


def pending(case: Case) -> Withdrawal | None:
    """The wish that waits for a signatory, if there is one and the case still runs."""
    if not case.is_running:
        return None
    return case.withdrawals.filter(state=Withdrawal.State.ASKED).first()


@transaction.atomic
def ask(case: Case, reasons: str, *, by: Person, at: datetime) -> Withdrawal:
    """Give a signatory the task to confirm; a second press finds the first wish.

    Raises Refused for a case that cannot be withdrawn, or has ended.
    """
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)  # of two at once the second finds the first's
    case.refresh_from_db(fields=["state", "version"])
    if not case.is_running or not is_voluntary(case):
        raise Refused(
            _("The case has ended or cannot be withdrawn: see how it stands."),
            code="not_to_be_withdrawn",
        )
    if (waiting := pending(case)) is not None:
        return waiting
    made = Withdrawal.objects.create(case=case, by=by, reasons=reasons, asked_at=at)
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    trail.record(trail.Event(subject=made, step="ask", by=by, at=at, because=reasons))
    execution.start(made.own_process, at=at, by=by)
    return made


@transaction.atomic
def confirm(made: Withdrawal, *, by: Person, at: datetime) -> None:
    """Withdraw the case, with the reasons that were given."""
    perform(made.confirm, by=by, at=at, person=by, moment=at)
    withdraw(Case.objects.get(pk=made.case_id), made.reasons, by=by, at=at)


def decline(made: Withdrawal, text: str, *, by: Person, at: datetime) -> None:
    """Let the case go on, with reasons."""
    perform(made.decline, by=by, at=at, because=text, person=by, moment=at, text=text)


def take_back(made: Withdrawal, *, by: Person, at: datetime) -> None:
    """The coordinator thinks better of it; the case goes on as if nothing had been said."""
    perform(made.take_back, by=by, at=at)
