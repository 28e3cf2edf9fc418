"""What the flow of an appeal asks: which way next."""

from processes.appeals import policies
from processes.appeals.models import Appeal
from processes.decision import kinds
from processes.reviewing.actions import place_of
from processes.roles import Role
from processes.routes import body
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.models import Process


def _appeal(process: Process) -> Appeal:
    found: Appeal = Appeal.objects.get(own_process=process)
    return found


def officers(process: Process) -> int:
    """Where it is handled: at the body, or by a reviewer where nobody there is left."""
    return place_of(process, Role.OFFICER) or body(process)


def deciders(process: Process) -> int:
    """Where it is decided: at the body, or by a reviewer where nobody there is left."""
    return place_of(process, kinds.appeal_decider()) or body(process)


def handler(process: Process) -> int | None:
    """The officer who took it up goes on with it."""
    return _appeal(process).admitted_by_id


def is_confirmed(activation: Activation) -> bool:
    """A signatory wrote it, or stands by it."""
    return policies.is_confirmed(_appeal(activation.process))


def ask_signatory(activation: Activation) -> None:
    """Let a signatory say whether the municipality appeals."""
    perform(_appeal(activation.process).ask_signatory, by=None, at=activation.process.moment)


def goes_on(activation: Activation) -> bool:
    """It is neither taken back nor dismissed."""
    made = _appeal(activation.process)
    return made.current_state not in made.final


def is_to_be_put_right(activation: Activation) -> bool:
    """Something about what was decided is to be put right."""
    return policies.is_to_be_put_right(_appeal(activation.process))
