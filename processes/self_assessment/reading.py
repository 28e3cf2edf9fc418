"""Answers as they are read: by area, with status and words, from the draft or a snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects

from processes.case.criteria import criteria_with
from processes.case.models import Case, Evidence
from processes.organisations.models import Person
from processes.scheme.models import Area, Criterion, MaturityLevel
from processes.self_assessment import policies
from processes.self_assessment.compiled_queries import scale
from processes.self_assessment.frozen import evidence_in
from processes.self_assessment.models import Answer, Contribution, SelfAssessment, Snapshot
from workflow import trail
from workflow.language import in_language
from workflow.models import TrailEntry

Levels = dict[int, MaturityLevel]


@dataclass(frozen=True)
class Shown:
    """One answer as somebody reads it."""

    criterion: Criterion
    status: str
    level: str = ""
    motivation: str = ""
    evidence: tuple[Evidence, ...] = ()
    responsible: Person | None = None
    asked: str = ""

    @property
    def is_done(self) -> bool:
        """Nothing remains to be done about it."""
        return self.status == "done"


@dataclass(frozen=True)
class Group:
    """The answers of one area."""

    area: Area
    rows: tuple[Shown, ...]

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(row.is_done for row in self.rows)


def levels_of(case: Case) -> Levels:
    """The maturity scale of the case's edition."""
    return {one.level: one for one in scale(case.edition_id).all()}


def level_in_words(level: int | None, levels: Levels) -> str:
    """As in "3 Fungerar i vardagen"; blank without a level."""
    if level is None:
        return ""
    return f"{level} {in_language(levels[level], 'title')}" if level in levels else str(level)


def by_area(rows: Iterable[Shown]) -> list[Group]:
    """Rows in the edition's order, gathered in their areas."""
    grouped = groupby(rows, key=lambda row: row.criterion.area)
    return [Group(area, tuple(found)) for area, found in grouped]


def whole(case: Case) -> SelfAssessment:
    """The case's self-assessment with its answers and what colleagues were asked for."""
    answers = Answer.objects.in_order().select_related("criterion__area", "responsible")
    contributions = Contribution.objects.select_related("person").order_by("asked_at", "pk")
    found = SelfAssessment.objects.prefetch_related(
        Prefetch("answers", answers),
        Prefetch("contributions", contributions.prefetch_related("criteria")),
    ).get(case=case)
    found.case = case
    return found


def sent_back(assessment: SelfAssessment) -> TrailEntry | None:
    """When and by whom it last came back: the signatory, or by itself after the audit's review."""
    entries = trail.history(assessment.trail_root).filter(
        subject_label=assessment._meta.label_lower,
        subject_id=assessment.pk,
        step__in=["send_back", "reopen"],
    )
    return entries.order_by("-sequence").first()


def draft(assessment: SelfAssessment, levels: Levels) -> list[Shown]:
    """The answers as they stand now, with their evidence."""
    answers = list(assessment.answers.all())
    prefetch_related_objects(answers, "evidence")
    return [shown(answer, levels) for answer in answers]


def overview(assessment: SelfAssessment) -> list[Shown]:
    """The status of every answer, and the colleague asked for it."""
    asked = {
        criterion.pk: str(contribution.person)
        for contribution in assessment.contributions.all()
        if contribution.current_state == Contribution.State.ASKED
        for criterion in contribution.criteria.all()
    }
    return [
        Shown(
            criterion=answer.criterion,
            status=policies.status(answer),
            asked=asked.get(answer.criterion_id, ""),
        )
        for answer in assessment.answers.all()
    ]


def shown(answer: Answer, levels: Levels) -> Shown:
    """One answer as it stands now."""
    return Shown(
        criterion=answer.criterion,
        status=policies.status(answer),
        level=level_in_words(answer.level, levels),
        motivation=answer.motivation,
        evidence=tuple(one for one in answer.evidence.all() if one.removed_at is None),
        responsible=answer.responsible,
    )


def submitted(case: Case, snapshot: Snapshot, levels: Levels) -> list[Shown]:
    """The answers as they were submitted, whatever has happened since."""
    entries = {entry["criterion"]: entry for entry in snapshot.content["answers"]}
    evidence = evidence_in(case, snapshot)
    return [
        Shown(
            criterion=criterion,
            status="done",
            level=level_in_words(entry["level"], levels),
            motivation=entry["motivation"],
            evidence=evidence[criterion.code],
        )
        for criterion in criteria_with(case, entries)
        if (entry := entries[criterion.code])
    ]
