"""By which way a reader can end a case early, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.case.models import Case
from processes.case.policies import is_voluntary
from processes.case.reader import Reader
from processes.case.sides import speaks
from processes.closing import actions, withdrawing
from processes.closing.forms import CloseForm, DiscardForm, TakeBackForm, WithdrawForm
from processes.organisations.models import Person
from processes.roles import Role
from workflow.exceptions import Conflict

Text = str | Promise
Act = Callable[[Case, dict[str, Any], Any, datetime], None]


@dataclass(frozen=True)
class Way:
    """One way to end a case: its form, what it does, and what is said before and after."""

    name: str
    form: type[forms.Form]
    act: Act
    title: Text
    button: Text
    done: Text


def _discard(case: Case, said: dict[str, Any], by: Person, at: datetime) -> None:
    actions.discard(case, by=by, at=at)


def _withdraw(case: Case, said: dict[str, Any], by: Person, at: datetime) -> None:
    actions.withdraw(case, said["reasons"].strip(), by=by, at=at)


def _ask(case: Case, said: dict[str, Any], by: Person, at: datetime) -> None:
    withdrawing.ask(case, said["reasons"].strip(), by=by, at=at)


def _take_back(case: Case, said: dict[str, Any], by: Person, at: datetime) -> None:
    waiting = withdrawing.pending(case)
    if waiting is None:
        raise Conflict(
            str(_("The wish to withdraw the case is answered already.")), code="withdrawal_answered"
        )
    withdrawing.take_back(waiting, by=by, at=at)


def _close(case: Case, said: dict[str, Any], by: Person, at: datetime) -> None:
    actions.close(case, said["ground"], said["reasons"].strip(), by=by, at=at)


DISCARD = Way(
    "discard",
    DiscardForm,
    _discard,
    _("Delete the draft"),
    _("Delete the draft"),
    _("The draft is deleted."),
)
WITHDRAW = Way(
    "withdraw",
    WithdrawForm,
    _withdraw,
    _("Withdraw the case"),
    _("Withdraw the case"),
    _("The case is withdrawn. The certification body has been told."),
)
ASK = Way(
    "ask",
    WithdrawForm,
    _ask,
    _("Ask a signatory to withdraw the case"),
    _("Ask a signatory"),
    _("A signatory has the task to confirm it. The case goes on until then."),
)
TAKE_BACK = Way(
    "take_back",
    TakeBackForm,
    _take_back,
    _("A signatory is asked to withdraw the case"),
    _("Take it back"),
    _("It is taken back. The case goes on."),
)
CLOSE = Way(
    "close",
    CloseForm,
    _close,
    _("Close the case"),
    _("Close the case"),
    _("The case is closed. The municipality has been told."),
)


def may_end(case: Case, reader: Reader) -> bool:
    """The reader speaks for the municipality, or is an officer of the body."""
    return is_officer(case, reader) or speaks(case, reader)


def way_of(case: Case, reader: Reader) -> Way | None:
    """The reader's way to end the case; None where it cannot be ended by them."""
    if is_officer(case, reader):
        return CLOSE
    if not speaks(case, reader) or not is_voluntary(case):
        return None
    if case.is_unsent:
        return DISCARD
    if speaks(case, reader, Role.SIGNATORY) or not case.is_bound:
        return WITHDRAW
    return TAKE_BACK if withdrawing.pending(case) else ASK


def is_officer(case: Case, reader: Reader) -> bool:
    """The reader is an officer of the scheme's body."""
    body = case.scheme.body_id
    return any(g.role == Role.OFFICER and g.organisation_id == body for g in reader.grants)
