"""Audit, report and corrective actions."""

from functools import partial
from typing import TYPE_CHECKING, Any

from processes import models as rows
from processes.audit.models import Finding
from processes.proven.common import COUNTS, case_of, said
from workflow.trail import facts
from workflow.trail.facts import Proven, has_moved

if TYPE_CHECKING:
    from processes.audit.models import Audit
    from processes.audit.report.models import Report
    from processes.corrective_actions.models import Response


UNVISITED = ("unled", "proposed", "objected", "preparing", "ready", "planned", "agreed")


def _findings(audit: "Audit", salt: str) -> dict[str, list[Any]]:
    """Of each criterion: level, grade and who graded plain, what was said as a digest."""
    found = Finding.objects.filter(audit=audit).select_related("criterion")
    texts = partial(said, ("statement", "evidence_reference", "reason"))
    return {
        one.criterion.code: [one.level, one.grade, one.graded_by_id, *texts(one, salt)]
        for one in found
    }


def _comments(report: "Report", salt: str) -> list[list[Any]]:
    texts = partial(said, ("text", "answer"))
    comments = report.comments.order_by("pk")
    return [[one.sentence, one.by_id, *texts(one, salt)] for one in comments]


def _remarks(response: "Response", salt: str) -> list[list[Any]]:
    remarks = response.remarks.order_by("pk")
    return [[one.by_id, facts.digest(salt, one.text)] for one in remarks]


facts.prove(
    rows.Audit,
    Proven(
        plain=(
            *("case_id", "state", "proposed_at", "visit_date", "visit_end_date", "method"),
            *("visited_date", "visit_number"),
        ),
        texts=(
            *("objection", "objection_answer", "concerns", "objectives", "agenda"),
            *("plan_remarks", "plan_reason", "conclusion", "covered"),
        ),
        more={"findings": _findings},
        exempt=COUNTS | {"composed_at": "a wait that ends when the team is presented"},
        drafts={
            **dict.fromkeys(("visit_date", "visit_end_date", "method"), ("ready",)),
            **dict.fromkeys(("objectives", "agenda", "plan_reason"), ("ready",)),
            "concerns": ("preparing",),
            "conclusion": ("agreed",),
            "covered": ("agreed",),
            "findings": UNVISITED,
        },
        since=has_moved,
    ),
)
facts.prove(
    rows.DocumentReview,
    Proven(
        plain=("audit_id", "number", "is_ready", "not_before_date", "by_id", "at", "sha256"),
        texts=("in_order", "concerns", "looked_at"),
        root=case_of,
    ),
)
facts.prove(
    rows.TeamMember,
    Proven(
        plain=(
            *("audit_id", "person_id", "own_process_id", "state", "leads", "declared_at"),
            *("joined_at", "left_at", "presented_at"),
        ),
        texts=("objection", "objection_answer"),
        exempt={
            **COUNTS,
            "is_objected_to": "marks whom the objection of the audit names, which is proven",
            "has_visited": "marks the team of a concluded visit, which is proven",
        },
    ),
)
facts.prove(
    rows.Vacancy,
    Proven(
        plain=("audit_id", "member_id", "own_process_id", "state", "opened_at", "settled_at"),
        texts=("reasons",),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Report,
    Proven(
        plain=(
            *("audit_id", "number", "state", "recommendation", "sha256", "sent_at", "locked_at"),
            *("rounds", "first_open", "corrects_id"),
        ),
        texts=("summary", "dissent", "sentences", "content", "reason"),
        more={"comments": _comments},
        exempt=COUNTS,
        drafts={
            **dict.fromkeys(("summary", "recommendation", "sentences"), ("draft", "commented")),
            "dissent": ("draft", "commented"),
            "comments": ("draft", "sent", "commented"),
        },
        since=has_moved,
    ),
)
facts.prove(
    rows.Correction,
    Proven(
        plain=("finding_id", "report_id", "rounds", "is_worse", "by_id", "at"),
        texts=("before", "after", "reason"),
        root=lambda row: row.finding.audit.case,
    ),
)
facts.prove(
    rows.Amendment,
    Proven(
        plain=(
            *("case_id", "number", "report_id", "finding_id", "own_process_id", "state"),
            *("is_worse", "proposed_by_id", "proposed_at", "commented_by_id", "commented_at"),
            *("answered_by_id", "answered_at", "corrected_id", "decision_id", "basis_sha256"),
            *("reconsidered_by_id", "reconsidered_at", "followed_at"),
        ),
        texts=("before", "after", "reason", "comment", "answer", "basis", "reasons", "measures"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Response,
    Proven(
        plain=("plan_id", "finding_id", "state", "responsible_id", "shares_id", "needed"),
        texts=("correction", "cause", "action", "verification"),
        more={"remarks": _remarks},
        exempt=COUNTS,
        drafts={
            **dict.fromkeys(("correction", "cause", "action"), ("open",)),
            "responsible_id": ("open",),
            "verification": ("accepted",),
        },
        since=has_moved,
    ),
)
facts.prove(
    rows.CorrectivePlan,
    Proven(
        plain=("case_id", "state", "goes_on_at", "goes_on_by_id"), exempt=COUNTS, since=has_moved
    ),
)
facts.prove(
    rows.Dispute,
    Proven(
        plain=(
            *("case_id", "number", "finding_id", "visit_number", "own_process_id", "state"),
            *("by_id", "filed_at", "last_date", "answered_by_id", "answered_at", "carried_at"),
        ),
        texts=("text", "answer_text", "carried_text"),
        exempt=COUNTS,
    ),
)
