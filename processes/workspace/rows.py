"""A task as one row of a list: in words, without asking the database again."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from processes.case.open_tasks import who
from processes.case.reader import Reader
from processes.case.stages import label_of
from processes.roles import MUNICIPAL, Role
from workflow.calendar import Deadline, local_date
from workflow.language import human_date, in_language
from workflow.models import Task


@dataclass(frozen=True)
class Row:
    """One task of the inbox."""

    task: Task
    reader: Reader

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.task.title

    @property
    def municipality(self) -> str:
        """Whom it concerns."""
        return str(self.task.process.organisation.name)

    @property
    def scheme(self) -> str:
        """The scheme its case is about."""
        return in_language(self.task, "scheme")

    @property
    def stage(self) -> str:
        """The stage it belongs to."""
        return label_of(self.task.flow_task.stage)

    @property
    def why(self) -> str:
        """Why the reader has it before them."""
        role = Role(self.task.role).label
        if self.task.owner_id == self.reader.person.pk:
            return _("Yours, as %(role)s") % {"role": role}
        if self.task.owner is not None:
            return _("Held by %(name)s") % {"name": self.task.owner}
        if self._for_me:
            return _("For your role: %(role)s") % {"role": role}
        return _("Waits in the queue: %(role)s") % {"role": role}

    @property
    def _for_me(self) -> bool:
        place = (self.task.role, self.task.organisation_id)
        return any((g.role, g.organisation_id) == place for g in self.reader.grants)

    @property
    def deadline(self) -> Deadline | None:
        """When it is due, and why."""
        due, why = self.task.due, self.task.deadline
        return Deadline(due, why) if due and why else None

    @property
    def due_in_words(self) -> str:
        """The deadline's day, as people say it."""
        return self._day(self.task.due) if self.task.due else ""

    @property
    def awaited(self) -> str:
        """Who is to do it, where, and by when or since when it is late, as a sentence."""
        late = self.task.due is not None and self.task.due < self.reader.today
        words = (
            _("Next: %(title)s, %(municipality)s. Waiting for %(who)s, late since %(day)s.")
            if late
            else _("Next: %(title)s, %(municipality)s. Waiting for %(who)s, by %(day)s.")
        )
        return words % {
            # The municipality of its process: its own organisation would be asked for once more.
            "who": self.municipality if self.task.role in MUNICIPAL else who(self.task),
            "title": self.title,
            "municipality": self.municipality,
            "day": self.due_in_words,
        }

    @property
    def event(self) -> str:
        """What happened to it last."""
        task = self.task
        if task.finished:
            words, moment = _("Completed %(day)s"), task.finished
        elif task.assigned and task.owner_id is None:
            words, moment = _("Handed back"), task.assigned
        elif task.assigned:
            words, moment = _("Taken or assigned %(day)s"), task.assigned
        else:
            words, moment = _("Came in %(day)s"), task.created
        return words % {"day": self._day(local_date(moment))}

    @property
    def can_be_given(self) -> bool:
        """It may be marked and given to a colleague; a declared task is taken in person."""
        return not self.task.flow_task.declared

    @property
    def can_be_prioritised(self) -> bool:
        """It may be marked and moved in its queue's order; asked again when that is done."""
        return self.task.is_open and (self._for_me or self.reader.holds(Role.OFFICER))

    @property
    def returns(self) -> str:
        """When the claim goes back to the queue if nobody works on it."""
        lease = self.task.lease_until
        return self._day(local_date(lease)) if lease else ""

    @property
    def case_rests_until(self) -> str:
        """Until when its case rests."""
        day = self.task.process.held_until
        return self._day(day) if day else ""

    @property
    def rests_until(self) -> str:
        """Until when it is put aside."""
        day = self.task.snoozed_until
        return self._day(day) if day and day > self.reader.today else ""

    def _day(self, day: date) -> str:
        return human_date(day, self.reader.today).partition(",")[0]
