"""Whether the reader of a message may still know what it says: asked when it is sent or shown."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value, When

from notifications.rules import LETTERS, TO_ITS_DOER, Kind
from processes import correspondents
from processes.models import Case
from processes.roles import OVERSEEING, Role
from workflow import queues, roles
from workflow.models import Timer
from workflow.queues import exclusions

READER = OuterRef("recipient")
MUNICIPALITY = OuterRef("case__certification__organisation")
BODY = OuterRef("case__certification__scheme__body")


class OfMessage(models.Expression):
    """A key of the message that is asked about, however deep within the question it stands."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.BigIntegerField())
        self._name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """By the name of the table, which the messages are read under."""
        return f'"notifications_notification"."{self._name}"', ()


def may_know(day: Any) -> models.Case:
    """A column of messages: the reader may know of it on a local day.

    A task is for who may do it or give it, a case for whoever may open its page and is not kept
    from every role they have in it, an incident for administrators. What one hears when nobody
    else is left says no more than that. The things in a summary are asked one by one. A letter is
    for its reader whatever they do, and so is that something is theirs no longer. Of an address its
    row is asked (``is_named``).
    """
    own = Q(rule__in=[Kind.DIGEST, Kind.RELEASED, *LETTERS]) | Q(recipient=None)
    of_doer = Q(task__isnull=False, rule__in=TO_ITS_DOER) & ~Q(task__role="")
    of_case = Q(case__isnull=False) & ~Q(rule=Kind.UNHEARD)
    of_timer = Q(rule=Kind.INCIDENT, subject__startswith=f"{Timer._meta.label_lower}:")
    return models.Case(
        When(own, then=Value(True)),
        When(of_doer, then=_answer(queues.leave(READER, day, "task__") | Q(_gives(day)))),
        When(of_case, then=_answer(Q(_works(day)) & Q(_sees(day)))),
        When(of_timer | Q(rule=Kind.UNHEARD), then=_answer(_answers(day))),
        default=Value(True),
    )


def is_named(address: str, subject: str) -> bool:
    """The row that a message is about still names the address that it goes to."""
    named = correspondents.of_name(subject)
    return address.casefold() in {one.address.casefold() for one in named}


def _answer(condition: Any) -> Any:
    return models.ExpressionWrapper(condition, output_field=models.BooleanField())


def _held(day: Any, process: str = "case__main_process") -> models.QuerySet[Any]:
    """What the reader holds and no exclusion of the process takes from them."""
    here = OuterRef(OuterRef(process))
    excluded = exclusions.of(here, OuterRef("role"), person=OuterRef("person"))
    return roles.directory(day).filter(~Exists(excluded), person=READER)


def _sees(day: Any) -> Exists:
    """The reader may open the case, by the very question its pages ask."""
    return Case.objects.seen_at("case", OfMessage("recipient_id"), day)


def _works(day: Any) -> Exists:
    """The reader has some role on either side of the case that nothing keeps them from."""
    return Exists(_held(day).filter(Q(organisation=MUNICIPALITY) | Q(organisation=BODY)))


def _gives(day: Any) -> Exists:
    """The reader gives the tasks of the body to people."""
    return Exists(_held(day).filter(role=Role.ADMINISTRATOR, organisation=BODY))


def _answers(day: Any) -> Exists:
    """The reader answers for what nobody else does, at some body."""
    return Exists(_held(day).filter(role__in=OVERSEEING))
