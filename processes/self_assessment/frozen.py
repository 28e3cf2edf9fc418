"""What is frozen when a self-assessment is submitted, and how it is read again.

Format 2 names each piece of evidence by its own row, with title, file name and hash or link.
Before that only the hash or link was frozen: such evidence is known by the answer it hangs on.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import QuerySet

from processes.case.models import Case, Evidence
from processes.self_assessment.models import Answer, SelfAssessment, Snapshot

FORMAT = 2


def content_of(assessment: SelfAssessment) -> dict[str, Any]:
    """The answers as they stand, each with its evidence."""
    shown = defaultdict(list)
    for answer, *said in evidence_of(assessment):
        shown[answer].append(_entry(*said))
    return {
        "format": FORMAT,
        "case": assessment.case.number,
        "answers": [
            {
                "criterion": code,
                "level": level,
                "motivation": motivation,
                "evidence": shown[key],
            }
            for key, code, level, motivation in answers_of(assessment)
        ],
    }


def _entry(key: int, title: str, filename: str, sha256: str, link: str) -> dict[str, Any]:
    what = {"filename": filename, "sha256": sha256} if sha256 else {"link": link}
    return {"id": key, "title": title, **what}


def answers_of(assessment: SelfAssessment) -> QuerySet[Answer, tuple[int, str, Any, str]]:
    """Key, code, level and motivation of each answer, in the edition's order."""
    answers = Answer.objects.filter(assessment=assessment)
    ordered = answers.order_by("criterion__area__position", "criterion__position")
    return ordered.values_list("pk", "criterion__code", "level", "motivation")


def evidence_of(assessment: SelfAssessment) -> QuerySet[Answer, Any]:
    """The key of an answer and what is shown for it, one row for each piece of evidence."""
    answers = Answer.objects.filter(
        assessment=assessment, evidence__isnull=False, evidence__removed_at=None
    )
    names = ("pk", "title", "filename", "sha256", "link")
    return answers.order_by("evidence").values_list("pk", *(f"evidence__{name}" for name in names))


def evidence_in(case: Case, snapshot: Snapshot) -> dict[str, tuple[Evidence, ...]]:
    """The evidence of each criterion, by its code, in the words that were frozen."""
    answers = snapshot.content["answers"]
    if snapshot.content.get("format") != FORMAT:
        return _by_hash(case, answers)
    rows = {one.pk: one for one in case.evidence.all()}
    return {
        row["criterion"]: tuple(_as_frozen(rows, said) for said in row["evidence"])
        for row in answers
    }


def _as_frozen(rows: dict[int, Evidence], said: dict[str, Any]) -> Evidence:
    """The row, in the words of that day. A row that is gone is told by what was frozen of it."""
    values = dict(said)
    found = copy(rows.get(values.pop("id"), Evidence()))
    for name, value in values.items():
        setattr(found, name, value)
    return found


def _by_hash(case: Case, answers: Iterable[dict[str, Any]]) -> dict[str, tuple[Evidence, ...]]:
    hangs_on: dict[int, set[str]] = defaultdict(set)
    links = Answer.evidence.through.objects.filter(answer__assessment__case=case)
    for key, code in links.values_list("evidence", "answer__criterion__code"):
        hangs_on[key].add(code)
    kept = list(case.evidence.filter(removed_at=None, shared_at__isnull=False).order_by("added_at"))
    return {row["criterion"]: tuple(_matching(row, kept, hangs_on)) for row in answers}


def _matching(
    row: dict[str, Any], kept: list[Evidence], hangs_on: dict[int, set[str]]
) -> Iterable[Evidence]:
    """The evidence with each hash: of those alike, what hangs on the answer itself comes first."""
    left = sorted(kept, key=lambda one: row["criterion"] not in hangs_on[one.pk])
    for known in row["evidence"]:
        found = next((one for one in left if (one.sha256 or one.link) == known), None)
        if found is not None:
            left.remove(found)
            yield found
