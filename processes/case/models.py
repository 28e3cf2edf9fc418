"""What all stages share: the certification, its cases, their evidence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.case.querysets import CaseQuerySet
from processes.organisations.models import Organisation
from processes.scheme.models import Criterion, Edition, RenewalCycle, Scheme
from workflow.models import Process, StatefulModel
from workflow.ready import Select, Slot
from workflow.transitions import AUTOMATIC


class NumberSeries(models.Model):
    """The last number given out in a series. Locked while a number is taken: no gaps, no twins."""

    key = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)


class Certification(models.Model):
    """The long-lived relation between a municipality and a scheme."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="certifications"
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certifications")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme"], name="certification_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}, {self.scheme}"


class Case(StatefulModel):
    """One turn of a certification. Keeps the edition and the cycle it started with."""

    class Kind(models.TextChoices):
        INITIAL = "initial", _("initial certification")
        SURVEILLANCE = "surveillance", _("surveillance")
        RECERTIFICATION = "recertification", _("recertification")
        SPECIAL = "special", _("special audit")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        GRANTED = "granted", _("granted")
        CONTINUED = "continued", _("continued")
        REFUSED = "refused", _("refused")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("case number"), max_length=20, unique=True)
    state = FSMField(choices=State, default=State.RUNNING, protected=True)
    final = (
        State.GRANTED,
        State.CONTINUED,
        State.REFUSED,
        State.DECLINED,
        State.WITHDRAWN,
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    cycle = models.ForeignKey(RenewalCycle, on_delete=models.PROTECT, related_name="cases")
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    main_process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="case"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    visit_by_date = models.DateField(null=True, blank=True)
    decide_by_date = models.DateField(null=True, blank=True)
    """The hard dates of a turn of a programme; an initial case has none."""
    opened_at = models.DateTimeField()
    opened_date = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification"],
                name="one_running_case",
                condition=models.Q(state="running"),
            )
        ]
        # The newest of all or of some, in the order of their processes.
        indexes = [
            models.Index(fields=["certification", "main_process"], name="case_of_certification"),
            models.Index(fields=["edition", "main_process"], name="case_of_edition"),
            models.Index(fields=["edition", "kind", "main_process"], name="case_of_kind"),
            models.Index(fields=["edition", "state", "main_process"], name="case_of_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def process(self) -> Process | None:
        """The case's own process."""
        return self.main_process

    @property
    def process_id(self) -> int | None:
        """The key of the case's own process."""
        return self.main_process_id

    @property
    def organisation(self) -> Organisation:
        """The municipality."""
        return self.certification.organisation

    @property
    def scheme(self) -> Scheme:
        """What it is to be certified for."""
        return self.certification.scheme

    @property
    def is_running(self) -> bool:
        """Work remains."""
        return self.current_state == self.State.RUNNING

    @property
    def places(self) -> frozenset[int]:
        """The municipality and the scheme's body."""
        return frozenset({self.certification.organisation_id, self.scheme.body_id})

    @transition("state", source=State.RUNNING, target=State.GRANTED, custom=AUTOMATIC)
    def grant(self, moment: datetime) -> None:
        """Close the case with a certificate."""
        self.closed_at = moment

    @transition("state", source=State.RUNNING, target=State.CONTINUED, custom=AUTOMATIC)
    def carry_on(self, moment: datetime) -> None:
        """Close a surveillance: the certificate stands."""
        self.closed_at = moment

    @transition("state", source=State.RUNNING, target=State.REFUSED, custom=AUTOMATIC)
    def refuse(self, moment: datetime) -> None:
        """Close the case without a certificate."""
        self.closed_at = moment

    @transition("state", source=State.RUNNING, target=State.DECLINED, custom=AUTOMATIC)
    def decline(self, moment: datetime) -> None:
        """Close an application that was not accepted."""
        self.closed_at = moment

    @transition("state", source=State.RUNNING, target=State.WITHDRAWN, custom=AUTOMATIC)
    def withdraw(self, moment: datetime) -> None:
        """Close the case at the municipality's own request or because its time ran out."""
        self.closed_at = moment


class StageModel(StatefulModel):
    """A row of one stage of a case: it shares the case's process, places and trail."""

    case: Any

    class Meta:
        abstract = True

    @property
    def process(self) -> Process | None:
        """The case's process."""
        process: Process | None = self.case.main_process
        return process

    @property
    def process_id(self) -> int | None:
        """The key of the case's process."""
        key: int | None = self.case.main_process_id
        return key

    @property
    def trail_root(self) -> StatefulModel:
        """The case: one chain for everything that happens in it."""
        root: StatefulModel = self.case
        return root

    @property
    def places(self) -> frozenset[int]:
        """The case's."""
        places: frozenset[int] = self.case.places
        return places


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Where a file is kept: by case and content, never by the name a person chose."""
    return f"{evidence.case_id}/{evidence.sha256}"


class Evidence(models.Model):
    """A file or a link that shows something. Kept privately; the name is only a label.

    Until it is shared, only the side that added it sees it: a draft is nobody else's matter.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    by_body = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


def criteria_of(case: Case) -> models.QuerySet[Criterion]:
    """The criteria a case assesses: all of the edition, or the lighter set of a surveillance.

    A surveillance also looks where the last audit found a nonconformity: only there can the
    effect of an accepted action be seen (obligation 43).
    """
    criteria = Criterion.objects.filter(area__edition=case.edition).select_related("area")
    if case.kind == Case.Kind.SURVEILLANCE:
        again = models.Q(code__in=_failed_last(case))
        criteria = criteria.filter(models.Q(in_surveillance=True) | again)
    return criteria.order_by("area__position", "position", "code")


def criteria_with(case: Case, codes: Iterable[str]) -> models.QuerySet[Criterion]:
    """The criteria with these codes: what something frozen is about, whatever is so today."""
    criteria = Criterion.objects.filter(area__edition=case.edition, code__in=list(codes))
    return criteria.select_related("area").order_by("area__position", "position", "code")


def _failed_last(case: Case) -> list[str]:
    """The codes of the criteria that the latest audit before this case found not conform."""
    latest = last_audited(certification=case.certification_id, case=case.pk)
    return [code for key in latest for (code,) in failed_in(case=key[0])]


def _audited() -> models.QuerySet[Any, Any]:
    audited = Case.objects.filter(certification=Slot("certification"), audit__state="visited")
    return audited.filter(pk__lt=Slot("case")).order_by("-pk").values_list("pk")[:1]


def _failed() -> models.QuerySet[Any, Any]:
    failed = Case.objects.filter(pk=Slot("case"), audit__findings__grade__in=["major", "minor"])
    return failed.values_list("audit__findings__criterion__code")


last_audited, failed_in = Select(_audited), Select(_failed)
