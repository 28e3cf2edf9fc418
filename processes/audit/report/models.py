"""The audit report: drafted, commented sentence by sentence, locked."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.audit import deadlines, policies
from processes.audit.models import Audit
from processes.case.models import Case, StageModel
from workflow.engine.transitions import automatic, needs
from workflow.models.promises import Promise


class Report(StageModel):
    """What the audit found. ``content`` is frozen when the draft is sent and when it is locked."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent for comments")
        COMMENTED = "commented", _("commented")
        LOCKED = "locked", _("final and locked")

    class Recommendation(models.TextChoices):
        GRANT = "grant", _("grant")
        GRANT_AFTER_ACTIONS = "grant_after_actions", _("grant when actions are accepted")
        REFUSE = "refuse", _("do not grant")

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(default=1)
    state = FSMField(choices=State, default=State.DRAFT, protected=True)
    final = (State.LOCKED,)
    summary = models.TextField(_("summary"), blank=True)
    recommendation = models.CharField(
        _("recommendation"), max_length=20, choices=Recommendation, blank=True
    )
    dissent = models.TextField(_("diverging opinions that remain"), blank=True)
    sentences = models.JSONField(default=list)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(_("why an earlier version is corrected"), blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    first_open = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    process_path = "audit__case__main_process"
    promises = (Promise("pass_uncommented", (State.SENT,), on=deadlines.comments_end),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="report_number_once")
        ]

    @property
    def proof(self) -> dict[str, str]:
        """The hash of the final text, once it is locked."""
        return {"sha256": self.sha256} if self.sha256 else {}

    @property
    def case(self) -> Case:
        """The audit's case."""
        case: Case = self.audit.case
        return case

    @transition(
        "state",
        source=State.DRAFT,
        target=State.SENT,
        conditions=[
            needs(policies.has_text, _("Write the summary and choose a recommendation.")),
            needs(
                policies.is_settled,
                _("The municipality may still object to somebody in the team."),
            ),
        ],
    )
    def send_draft(self, sentences: list[str], moment: datetime) -> None:
        """Let the municipality comment on every sentence."""
        self.sentences, self.sent_at = sentences, moment
        self.rounds = 1

    @transition(
        "state",
        source=State.COMMENTED,
        target=State.SENT,
        conditions=[
            needs(policies.was_made_worse, _("No finding was made worse after the comments.")),
            needs(policies.is_answered, _("Answer every comment first.")),
            needs(policies.has_text, _("Write the summary and choose a recommendation.")),
        ],
    )
    def send_again(self, sentences: list[str], moment: datetime) -> None:
        """Let the municipality comment on what was made worse since it commented."""
        self.first_open = len(self.sentences)
        self.sentences = [*self.sentences, *sentences]
        self.sent_at = moment
        self.rounds += 1

    @transition("state", source=State.SENT, target=State.COMMENTED)
    def return_comments(self) -> None:
        """The municipality has said what it wants to say."""

    @transition("state", source=State.SENT, target=State.COMMENTED)
    def pass_uncommented(self) -> None:
        """The time to comment is over."""

    @transition(
        "state",
        source=State.COMMENTED,
        target=State.LOCKED,
        conditions=[
            needs(policies.is_answered, _("Answer every comment first.")),
            needs(policies.has_text, _("Write the summary and choose a recommendation.")),
            needs(
                policies.nothing_was_made_worse,
                _("A finding was made worse after the comments: send it for comments first."),
            ),
        ],
    )
    def lock(self, content: dict[str, Any], sha256: str, moment: datetime) -> None:
        """The final report: it never changes again."""
        self.content, self.sha256, self.locked_at = content, sha256, moment

    @transition(
        "state",
        source=State.DRAFT,
        target=State.LOCKED,
        custom=automatic("processes.amendments.applying.new_version"),
    )
    def reissue(self, content: dict[str, Any], sha256: str, moment: datetime) -> None:
        """A new version of a locked report, with the correction that an officer confirmed."""
        self.content, self.sha256, self.locked_at = content, sha256, moment


class SentenceComment(models.Model):
    """What the municipality says about one sentence of the draft, and the lead's answer.

    Obligation 33.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    sentence = models.PositiveSmallIntegerField()
    text = models.TextField(_("comment"))
    answer = models.TextField(_("answer"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sentence}: {self.text}"
