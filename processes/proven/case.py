"""The case up to the submitted self-assessment, and its evidence."""

from functools import partial
from typing import TYPE_CHECKING, Any

from processes import models as rows
from processes.proven.common import COUNTS, case_of, said
from workflow.trail import facts
from workflow.trail.facts import Proven, has_moved

if TYPE_CHECKING:
    from processes.self_assessment.models import SelfAssessment


UNTIL_SENT = ("draft", "returned")


def _answers(assessment: "SelfAssessment", salt: str) -> dict[str, list[Any]]:
    given = assessment.answers.select_related("criterion")
    texts = partial(said, ("motivation",))
    return {
        one.criterion.code: [one.level, one.responsible_id, one.changed_by_id, *texts(one, salt)]
        for one in given
    }


def _snapshots(assessment: "SelfAssessment", salt: str) -> list[list[Any]]:
    return [
        [one.number, one.sha256, one.taken_by_id, facts.digest(salt, one.content)]
        for one in assessment.snapshots.order_by("number")
    ]


def _files(message: rows.CaseMessage, salt: str) -> list[str]:
    return list(message.files.order_by("pk").values_list("sha256", flat=True))


facts.prove(
    rows.Certification,
    Proven(
        plain=("organisation_id", "scheme_id", "created_at"),
        since=lambda row: row.cases.exists(),
    ),
)
facts.prove(
    rows.Case,
    Proven(
        plain=(
            *("certification_id", "kind", "number", "state", "edition_id", "cycle_id"),
            *("previous_id", "main_process_id", "opened_at", "opened_date", "closed_at"),
            *("visit_by_date", "decide_by_date", "ground"),
        ),
        texts=("reasons",),
        exempt={
            **COUNTS,
            "coordinator_id": "whose inbox it is in; it follows the tasks",
            "concealed": "it follows the state of its special audit, which is proven",
            "beside": "what the table of kinds says of its kind",
        },
    ),
)
facts.prove(
    rows.Evidence,
    Proven(
        plain=(
            "case_id",
            "content_type",
            "size",
            "sha256",
            "added_by_id",
            "added_at",
            "removed_at",
            "by_body",
        ),
        texts=("title", "link", "filename"),
        exempt={
            "file": "its path follows from case and content; the content is compared by itself",
            "shared_at": "the step that shared it stands in the trail",
        },
        root=case_of,
    ),
)
facts.prove(
    rows.Application,
    Proven(
        plain=(
            *("case_id", "state", "submitted_at", "enough_information"),
            *("body_is_competent", "no_conflict_of_interest"),
        ),
        texts=(
            *("scope", "sites", "contact_name", "contact_email", "contact_phone"),
            *("consultancy", "reasons"),
        ),
        exempt=COUNTS,
        drafts={
            **dict.fromkeys(("scope", "sites", "contact_name", "contact_email"), UNTIL_SENT),
            **dict.fromkeys(("contact_phone", "consultancy"), UNTIL_SENT),
            **dict.fromkeys(("enough_information", "body_is_competent"), ("submitted",)),
            **dict.fromkeys(("no_conflict_of_interest", "reasons"), ("submitted",)),
        },
        since=has_moved,
    ),
)
facts.prove(
    rows.Agreement,
    Proven(
        plain=("case_id", "state", "signed_by_id", "signed_at"),
        texts=("text_sv", "text_en", "reasons"),
        exempt=COUNTS,
        since=has_moved,
    ),
)
facts.prove(
    rows.Withdrawal,
    Proven(
        plain=(
            *("case_id", "own_process_id", "state", "by_id", "asked_at"),
            *("answered_by_id", "answered_at"),
        ),
        texts=("reasons", "answer_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.ParkingWish,
    Proven(
        plain=(
            *("case_id", "own_process_id", "state", "ground", "wished_until", "by_id"),
            *("wished_at", "answered_by_id", "answered_at"),
        ),
        texts=("reasons", "answer_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Parking,
    Proven(
        plain=(
            *("case_id", "number", "wish_id", "state", "ground", "parked_until", "from_at"),
            *("by_id", "resumed_at", "resumed_date", "resumed_by_id"),
        ),
        texts=("reasons", "beyond"),
        exempt=COUNTS,
        since=has_moved,
    ),
)
facts.prove(
    rows.Extension,
    Proven(
        plain=(
            *("case_id", "task_id", "own_process_id", "state", "wished_last", "old_last"),
            *("new_last", "by_id", "wished_at", "answered_by_id", "answered_at"),
        ),
        texts=("reasons", "answer_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.CaseMessage,
    Proven(
        plain=(
            *("case_id", "number", "state", "kind", "internal", "received_date", "by_id"),
            "written_at",
        ),
        texts=("text", "sender"),
        more={"files": _files},
        exempt=COUNTS,
        since=has_moved,
    ),
)
facts.prove(
    rows.SelfAssessment,
    Proven(
        plain=("case_id", "state"),
        texts=("remarks",),
        more={"answers": _answers, "snapshots": _snapshots},
        exempt=COUNTS,
        drafts={"answers": ("open", "handed_over"), "remarks": ("handed_over",)},
        since=has_moved,
    ),
)
facts.prove(
    rows.Contribution,
    Proven(
        plain=("assessment_id", "person_id", "state", "own_process_id", "asked_at", "delivered_at"),
        texts=("message",),
        exempt=COUNTS,
    ),
)
