"""Changes of the self-assessment stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from processes.case.actions import canonical_hash
from processes.case.criteria import criteria_of
from processes.case.models import Case, Evidence
from processes.case.reader import Reader
from processes.evidence import actions as evidence
from processes.evidence.actions import Upload
from processes.organisations.models import Person
from processes.self_assessment.compiled_queries import write
from processes.self_assessment.frozen import content_of
from processes.self_assessment.models import Answer, Contribution, SelfAssessment, Snapshot
from workflow import trail
from workflow.definition.nodes import Activation
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict
from workflow.models import Process
from workflow.sql import bulk
from workflow.sql.edits import require_said, says
from workflow.sql.writes import insert, insert_new

FLOW = "processes/contribution_flow.ContributionFlow"


def prepare(activation: Activation) -> None:
    """Open the self-assessment with one answer per criterion, last cycle's carried over."""
    case = Case.of(activation.process)
    assessment = SelfAssessment(case_id=case.pk)
    if insert_new([assessment]):
        last = _last_answers(case)
        answers = [
            {"assessment_id": assessment.pk, "criterion_id": key, **last.get(code, {})}
            for key, code in criteria_of(case).values_list("pk", "code")
        ]
        bulk.insert(Answer, answers)


def _last_answers(case: Case) -> dict[str, dict[str, Any]]:
    """What is carried over to each criterion, by code: editions change, codes stay."""
    rows = submitted(case)
    names = ("carried_from_id", "level", "motivation")
    return {
        code: {"to_be_confirmed": True, **dict(zip(names, said, strict=True))}
        for code, *said in rows
    }


def submitted(case: Case) -> QuerySet[Answer, tuple[str, int, Any, str]]:
    """The answers of a municipality's other cases, the latest last."""
    answers = Answer.objects.filter(
        assessment__case__certification=case.certification_id,
        assessment__state=SelfAssessment.State.SUBMITTED,
    )
    earlier = answers.exclude(assessment__case=case).order_by("pk")
    return earlier.values_list("criterion__code", "pk", "level", "motivation")


@dataclass(frozen=True)
class Edit:
    """What a person wants an answer to say, and the version they saw."""

    level: int | None
    motivation: str
    version: int
    confirmed: bool = True
    responsible: Person | None = None


def save_answer(answer: Answer, edit: Edit, *, by: Person, at: datetime) -> Answer:
    """Save an answer if it is still the version the person saw. Raises Conflict, loses nothing."""
    save_answers({answer: edit}, by=by, at=at)
    return Answer.objects.get(pk=answer.pk)


def save_answers(edits: Mapping[Answer, Edit], *, by: Person, at: datetime) -> None:
    """Save several answers of one self-assessment, all or none. Raises Conflict."""
    alike: dict[tuple[Edit, bool], list[int]] = {}
    for answer, edit in edits.items():
        unconfirmed = answer.to_be_confirmed and not edit.confirmed
        if not _is_kept(answer, edit, unconfirmed):
            alike.setdefault((edit, unconfirmed), []).append(answer.pk)
    with transaction.atomic():
        for assessment in {answer.assessment for answer in edits}:
            _hold(assessment, at)
        for (edit, unconfirmed), ids in alike.items():
            _write(ids, edit, by=by, at=at, unconfirmed=unconfirmed)


def _is_kept(answer: Answer, edit: Edit, unconfirmed: bool) -> bool:
    """The answer that the person saw says all of it: nothing is to be written."""
    said = {**_said(edit), "version": edit.version, "to_be_confirmed": unconfirmed}
    return says(answer, said)


def _said(edit: Edit) -> dict[str, Any]:
    responsible = edit.responsible and edit.responsible.pk
    return {"level": edit.level, "motivation": edit.motivation, "responsible_id": responsible}


def _hold(assessment: SelfAssessment, at: datetime) -> None:
    """Until commit nothing else moves the case: no answer slips in behind a hand-over."""
    process = assessment.process
    if process is not None:
        locking.lock(process.pk, at)


def _write(ids: list[int], edit: Edit, *, by: Person | None, **said: Any) -> None:
    """Let the answers with these ids say the same, in one guarded update."""
    changed = write(
        ids=ids,
        seen=edit.version,
        version=edit.version + 1,
        level=edit.level,
        motivation=edit.motivation,
        responsible=edit.responsible.pk if edit.responsible else None,
        by=by.pk if by else None,
        **said,
    )
    if changed != len(ids):
        _confirm(ids, edit, by=by, **said)


def _confirm(
    ids: list[int], edit: Edit, *, by: Person | None, at: datetime, unconfirmed: bool
) -> None:
    """Answers that say the same by now have nothing to save but that they are confirmed."""
    rows = Answer.objects.filter(pk__in=ids, assessment__state=SelfAssessment.State.OPEN)
    words = _("This answer was changed meanwhile.")
    require_said(rows, _said(edit), words=words, count=len(ids))
    if not unconfirmed:
        rows.filter(to_be_confirmed=True).update(
            to_be_confirmed=False, version=F("version") + 1, changed_by=by, changed_at=at
        )


def attach(answer: Answer, upload: Upload, *, by: Person, at: datetime) -> Evidence:
    """Add evidence to an answer; the other side sees it when the assessment is submitted."""
    kept = evidence.keep(answer.assessment.case, upload, by=by, at=at)
    with transaction.atomic():
        _require_open(answer.assessment, at)
        added = evidence.enter(kept, answer.evidence.all())
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
        raise Conflict(_("The self-assessment is not open any more."), code="assessment_closed")


def submit(assessment: SelfAssessment, *, by: Person, at: datetime) -> Snapshot:
    """Freeze the answers with their hash and submit them, in one transaction."""
    with transaction.atomic():
        _hold(assessment, at)
        content = content_of(assessment)
        snapshot = Snapshot(
            assessment=assessment,
            number=assessment.snapshots.count() + 1,
            content=content,
            sha256=canonical_hash(content),
            taken_by=by,
            taken_at=at,
        )
        insert([snapshot])
        evidence.share(evidence.kept_back(answers__assessment=assessment), at=at)
        perform(assessment.submit, by=by, at=at)
    return snapshot


def reopen(activation: Activation) -> None:
    """Open the self-assessment again with the audit's areas of concern."""
    case = Case.of(activation.process)
    perform(
        case.self_assessment.reopen,
        by=None,
        at=activation.process.moment,
        concerns=case.audit.concerns,
    )


@dataclass(frozen=True)
class Ask:
    """Which criteria a colleague is asked to fill in, with a word to them."""

    person: Any
    criteria: tuple[Any, ...]
    message: str = ""


def ask(assessment: SelfAssessment, request: Ask, *, by: Person, at: datetime) -> Contribution:
    """Ask a colleague for criteria; it becomes a task in their inbox."""
    with transaction.atomic():
        _require_open(assessment, at)
        if again := _asked_already(assessment, request):
            return again
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


def _asked_already(assessment: SelfAssessment, request: Ask) -> Contribution | None:
    """A request that an earlier press has made: one is enough."""
    wanted = {criterion.pk for criterion in request.criteria}
    asked = assessment.contributions.asked().filter(person=request.person, message=request.message)
    alike = (one for one in asked if {row.pk for row in one.criteria.all()} == wanted)
    return next(alike, None)


def withdraw(contribution: Contribution, *, by: Person, at: datetime) -> None:
    """The colleague need not do it any more; their task is closed."""
    perform(contribution.withdraw, by=by, at=at)


def _process(contribution: Contribution, at: datetime) -> Process:
    case = contribution.case
    return execution.create(
        FLOW,
        at=at,
        organisation=case.organisation,
        business_key=case.number,
        subject=case,
    )
