"""The programme of a certificate for its whole cycle."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes import kinds
from processes.case.models import Case
from processes.kinds import CaseKind
from processes.renewal import deadlines
from processes.roles import Role
from processes.scheme.models import RenewalCycle
from processes.standing.models import Certificate
from workflow.engine.transitions import automatic, held_by
from workflow.models import StatefulModel
from workflow.models.promises import Promise

GOING_ON = automatic("processes.renewal.actions.go_on")


class Programme(models.Model):
    """What is planned for a certificate, counted from its anchor date."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="programme"
    )


class ProgrammeItem(StatefulModel):
    """One surveillance or the recertification: a case is opened when its time comes."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPENED = "opened", _("opened")
        OWED = "owed", _("overdue")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20, choices=kinds.choices)
    ordinal = models.PositiveSmallIntegerField()
    state = FSMField(choices=State, default=State.PLANNED, protected=True)
    final = (
        State.DONE,
        State.CANCELLED,
    )
    opens_date = models.DateField()
    visit_by_date = models.DateField()
    decide_by_date = models.DateField()
    by_document = models.BooleanField(default=False, db_default=False)
    """A surveillance without a visit: the cycle says so, or an officer has chosen."""
    explanations = models.JSONField(default=dict)
    cycle = models.ForeignKey(
        RenewalCycle, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The cycle it was moved to; None where it is still the one of its certificate's case."""
    behind_date = models.DateField(null=True, blank=True)
    """The day on which it was first seen that its hard date can no longer be kept."""
    case = models.OneToOneField(
        Case, null=True, on_delete=models.PROTECT, related_name="programme_item"
    )

    given_until = models.DateField(null=True, blank=True)
    """Until when an officer has given an overdue item time, or has moved it."""
    waits_since = models.DateField(null=True, blank=True)
    """Since when its case cannot be opened, because another one is running."""

    process_path = ""
    locked_after = "programme__certificate__certification"
    promises = (
        Promise("open", (State.PLANNED,), on=deadlines.opening, at_start=True),
        Promise("miss", (State.OPENED, State.OWED), on=deadlines.latest_day),
        Promise("near", (State.OPENED, State.OWED), on=deadlines.first_look, at_start=True),
    )
    watched: tuple[str, date] | None = None
    """Which hard date a step is about, visit or decision, and when it is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "ordinal"], name="programme_item_once"
            )
        ]

    @property
    def traits(self) -> CaseKind:
        """What is true of every case of its kind."""
        return kinds.of(self.kind)

    @property
    def case_kind(self) -> str:
        """The kind of case that is opened for it."""
        return kinds.BY_DOCUMENT if self.by_document else self.kind

    @property
    def is_by_hand(self) -> bool:
        """An officer has chosen the day on which its case opens: no computing takes it back."""
        return self.current_state == self.State.PLANNED and self.given_until is not None

    @property
    def trail_root(self) -> StatefulModel:
        """The chain of the case that granted the certificate."""
        return self.programme.certificate.case

    @property
    def proof(self) -> dict[str, str]:
        """The hard date that is told of, plain."""
        if self.watched is None:
            return {}
        return {"hard_date": self.watched[0], "day": self.watched[1].isoformat()}

    @transition("state", source=State.PLANNED, target=State.OPENED)
    def open(self, case: Case) -> None:
        """Its case was opened."""
        self.case = case

    @transition(
        "state",
        source=State.PLANNED,
        target=None,
        custom=automatic("processes.renewal.actions.open_when_free"),
    )
    def wait(self, day: date) -> None:
        """Its time has come, but another case of the certification is still running."""
        self.waits_since = day

    @transition("state", source=State.OPENED, target=State.OWED)
    def miss(self) -> None:
        """Nobody acted in time, or its case ended without it: it is still to be done."""

    @transition(
        "state",
        source=State.OWED,
        target=None,
        custom=automatic(
            "processes.renewal.overdue.actions.go_on",
            "processes.renewal.overdue.actions.propose_suspension",
        ),
    )
    def grant_time(self, until: date) -> None:
        """The case under way may go on; its hard dates stay what they were."""
        self.given_until = until

    @transition(
        "state",
        source=State.OWED,
        target=State.PLANNED,
        custom=automatic(
            "processes.renewal.overdue.actions.move", "processes.renewal.overdue.actions.open_anew"
        ),
    )
    def move(self, opens: date, until: date) -> None:
        """A new case opens on another day; its hard dates stay what they were."""
        self.explanations["opens"] = deadlines.moved(self, opens).as_json()
        self.opens_date, self.given_until = opens, until

    @transition("state", source=State.PLANNED, target=None, permission=held_by(Role.OFFICER))
    def choose_way(self, *, by_document: bool) -> None:
        """An officer chooses whether it is visited or made by document."""
        self.by_document = by_document

    @transition("state", source=[State.OPENED, State.OWED], target=None)
    def near(self) -> None:
        """A hard date of its case comes near, and is not kept yet."""

    @transition(
        "state",
        source=[State.OPENED, State.OWED],
        target=None,
        custom=automatic("processes.renewal.watch.look"),
    )
    def overrun(self) -> None:
        """A hard date of its case has passed, and was not kept."""

    @transition(
        "state",
        source=State.OPENED,
        target=None,
        custom=automatic("processes.renewal.watch.notice_delay"),
    )
    def fall_behind(self, day: date) -> None:
        """Not even the shortest limits would keep a hard date of its case."""
        self.behind_date = day

    @transition("state", source=[State.OPENED, State.OWED], target=State.DONE, custom=GOING_ON)
    def finish(self) -> None:
        """Its case ended well."""

    @transition(
        "state",
        source=[State.PLANNED, State.OPENED, State.OWED],
        target=State.CANCELLED,
        custom=automatic(
            "processes.renewal.overdue.actions.end_item",
            "processes.renewal.overdue.actions.leave_out",
            "processes.renewal.actions.expire",
            "processes.renewal.actions.stop",
            "processes.renewal.actions._retire",
            "processes.renewal.actions.plan_anew",
            "processes.renewal.changeover.moving.carry_out",
        ),
    )
    def cancel(self) -> None:
        """The certificate ended before."""


class Changeover(models.Model):
    """What is planned moves to a published cycle: in the background, a certificate at a time."""

    cycle = models.OneToOneField(RenewalCycle, on_delete=models.PROTECT, related_name="changeover")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="changeovers"
    )
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    @property
    def count(self) -> dict[str, int]:
        """How many certificates it concerns, how many are done and how many were left."""
        rows: dict[str, int] = self.parts.aggregate(
            total=models.Count("pk"),
            done=models.Count("pk", filter=models.Q(done_at__isnull=False)),
            left=models.Count("pk", filter=ChangeoverPart.LEFT),
        )
        return rows


class ChangeoverPart(models.Model):
    """One certificate of a changeover: what the preview showed, and what was then done."""

    ATTEMPTS = 5
    WAITING = models.Q(done_at=None, attempts__lt=ATTEMPTS)
    LEFT = models.Q(done_at=None, attempts__gte=ATTEMPTS)

    changeover = models.ForeignKey(Changeover, on_delete=models.PROTECT, related_name="parts")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    shown = models.JSONField()
    changes = models.JSONField(default=list)
    moved = models.PositiveSmallIntegerField(default=0)
    added = models.PositiveSmallIntegerField(default=0)
    cancelled = models.PositiveSmallIntegerField(default=0)
    as_shown = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["changeover", "certificate"], name="changeover_once")
        ]

    def keep(self, changes: list[dict[str, Any]]) -> None:
        """What was done, and whether it is what was shown."""
        self.changes, self.as_shown = changes, changes == self.shown
        effects = [change["effect"] for change in changes]
        self.moved = effects.count("moved")
        self.added = effects.count("added")
        self.cancelled = effects.count("cancelled")
