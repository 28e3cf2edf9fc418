"""Changes of the self-assessment stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case import evidence
from processes.case.actions import canonical_hash
from processes.case.evidence import Upload
from processes.case.models import Case, Evidence, criteria_of
from processes.case.reader import Reader
from processes.self_assessment.models import Answer, Contribution, SelfAssessment, Snapshot
from workflow import execution, trail
from workflow.exceptions import Conflict
from workflow.models import Process
from workflow.transitions import perform

FLOW = "processes/contribution_flow.ContributionFlow"


def prepare(activation: Any) -> None:
    """Open the self-assessment with one answer per criterion, last cycle's carried over."""
    case: Case = activation.process.subject
    assessment, new = SelfAssessment.objects.get_or_create(case=case)
    if new:
        last = _last_answers(case)
        answers = [
            _carried(Answer(assessment=assessment, criterion=criterion), last.get(criterion.code))
            for criterion in criteria_of(case)
        ]
        Answer.objects.bulk_create(answers)


def _last_answers(case: Case) -> dict[str, Answer]:
    """The latest submitted answer to each criterion, by code: editions change, codes stay."""
    submitted = Answer.objects.filter(
        assessment__case__certification=case.certification,
        assessment__state=SelfAssessment.State.SUBMITTED,
    )
    rows = submitted.exclude(assessment__case=case).select_related("criterion")
    return {answer.criterion.code: answer for answer in rows.order_by("pk")}


def _carried(answer: Answer, last: Answer | None) -> Answer:
    if last is not None:
        answer.level, answer.motivation = last.level, last.motivation
        answer.carried_from, answer.to_be_confirmed = last, True
    return answer


@dataclass(frozen=True)
class Edit:
    """What a person wants an answer to say, and the version she saw."""

    level: int | None
    motivation: str
    version: int
    confirmed: bool = True
    responsible: Any = None


def save_answer(answer: Answer, edit: Edit, *, by: Any, at: datetime) -> Answer:
    """Save an answer if it is still the version the person saw. Raises Conflict, loses nothing."""
    save_answers({answer: edit}, by=by, at=at)
    return Answer.objects.get(pk=answer.pk)


def save_answers(edits: Mapping[Answer, Edit], *, by: Any, at: datetime) -> None:
    """Save several answers of one self-assessment, all or none. Raises Conflict."""
    alike: dict[tuple[Edit, bool], list[int]] = {}
    for answer, edit in edits.items():
        unconfirmed = answer.to_be_confirmed and not edit.confirmed
        alike.setdefault((edit, unconfirmed), []).append(answer.pk)
    with transaction.atomic():
        for assessment in {answer.assessment for answer in edits}:
            _hold(assessment, at)
        for (edit, unconfirmed), ids in alike.items():
            said = {"to_be_confirmed": unconfirmed, "changed_by": by, "changed_at": at}
            _write(ids, edit, **said)


def _hold(assessment: SelfAssessment, at: datetime) -> None:
    """Until commit nothing else moves the case: no answer slips in behind a hand-over."""
    process = assessment.process
    if process is not None:
        execution.lock(process.pk, at)


def _write(ids: list[int], edit: Edit, **said: Any) -> None:
    """Let the answers with these ids say the same, in one guarded update."""
    seen = Answer.objects.filter(
        pk__in=ids, version=edit.version, assessment__state=SelfAssessment.State.OPEN
    )
    changed = seen.update(
        level=edit.level,
        motivation=edit.motivation,
        responsible=edit.responsible,
        version=edit.version + 1,
        **said,
    )
    if changed != len(ids):
        raise Conflict(_("Somebody else has changed this answer meanwhile."))


def attach(answer: Answer, upload: Upload, *, by: Any, at: datetime) -> Evidence:
    """Add evidence to an answer; the other side sees it when the assessment is submitted."""
    with transaction.atomic():
        _require_open(answer.assessment, at)
        added = evidence.add(answer.assessment.case, upload, by=by, at=at)
        answer.evidence.add(added)
    return added


def detach(answer: Answer, attached: Evidence, *, by: Reader) -> None:
    """Take evidence from an answer. What was submitted before stays where it was submitted."""
    with transaction.atomic():
        _require_open(answer.assessment, by.at)
        answer.evidence.remove(attached)
        if attached.shared_at is None:
            evidence.remove(attached, by=by)


def _require_open(assessment: SelfAssessment, at: datetime) -> None:
    """Hold the case; then ask the database, not the copy that the page was made from."""
    _hold(assessment, at)
    open_ = SelfAssessment.objects.filter(pk=assessment.pk, state=SelfAssessment.State.OPEN)
    if not open_.exists():
        raise Conflict(_("The self-assessment is not open any more."))


def submit(assessment: SelfAssessment, *, by: Any, at: datetime) -> Snapshot:
    """Freeze the answers with their hash and submit them, in one transaction."""
    with transaction.atomic():
        _hold(assessment, at)
        content = _content(assessment)
        snapshot = Snapshot.objects.create(
            assessment=assessment,
            number=assessment.snapshots.count() + 1,
            content=content,
            sha256=canonical_hash(content),
            taken_by=by,
            taken_at=at,
        )
        evidence.share(Evidence.objects.filter(answers__assessment=assessment), at=at)
        perform(assessment.submit, by=by, at=at)
    return snapshot


def _content(assessment: SelfAssessment) -> dict[str, Any]:
    answers = assessment.answers.select_related("criterion").prefetch_related("evidence")
    return {
        "case": assessment.case.number,
        "answers": [
            {
                "criterion": answer.criterion.code,
                "level": answer.level,
                "motivation": answer.motivation,
                "evidence": sorted(
                    one.sha256 or one.link for one in answer.evidence.all() if not one.removed_at
                ),
            }
            for answer in answers.order_by("criterion__area__position", "criterion__position")
        ],
    }


def reopen(activation: Any) -> None:
    """Open the self-assessment again with the audit's areas of concern."""
    case: Case = activation.process.subject
    perform(
        case.self_assessment.reopen,
        by=None,
        at=activation.process.moment,
        concerns=case.audit.concerns,
    )


@dataclass(frozen=True)
class Ask:
    """Which criteria a colleague is asked to fill in, with a word to her."""

    person: Any
    criteria: tuple[Any, ...]
    message: str = ""


def ask(assessment: SelfAssessment, request: Ask, *, by: Any, at: datetime) -> Contribution:
    """Ask a colleague for criteria; it becomes a task in her inbox."""
    with transaction.atomic():
        _require_open(assessment, at)
        contribution = Contribution.objects.create(
            assessment=assessment, person=request.person, message=request.message, asked_at=at
        )
        contribution.criteria.set(request.criteria)
        contribution.own_process = _process(contribution, at)
        contribution.save(update_fields=["own_process"])
        data = {"criteria": [criterion.code for criterion in request.criteria]}
        trail.record(trail.Event(subject=contribution, step="ask", by=by, at=at, data=data))
        execution.start(contribution.own_process, at=at, by=by)
    return contribution


def withdraw(contribution: Contribution, *, by: Any, at: datetime) -> None:
    """The colleague need not do it any more; her task is closed."""
    with transaction.atomic():
        perform(contribution.withdraw, by=by, at=at)
        if contribution.own_process is not None:
            execution.cancel(contribution.own_process, at=at)


def _process(contribution: Contribution, at: datetime) -> Process:
    case = contribution.case
    return execution.create(
        FLOW,
        at=at,
        organisation=case.organisation,
        business_key=case.number,
        subject=case,
    )
