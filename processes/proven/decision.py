"""Decision, certificate and programme, and who is kept from a case."""

from processes import models as rows
from processes.proven.common import COUNTS
from workflow.models import Exclusion
from workflow.trail import facts
from workflow.trail.facts import Proven, has_moved

facts.prove(
    rows.Certificate,
    Proven(
        plain=(
            *("certification_id", "case_id", "decision_id", "number", "revision", "state"),
            *("decided_date", "effective_date", "anchor_date", "expiry_date"),
            *("with_distinction", "suspended_until", "revised_date"),
        ),
        texts=("scope", "issued_to", "promised"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.StatusInterval,
    Proven(plain=("certification_id", "number", "kind", "from_at", "to_at", "decision_id")),
)
facts.prove(
    rows.Proposal,
    Proven(
        plain=(
            *("certification_id", "case_id", "number", "kind", "ground", "named_id", "state"),
            *("own_process_id", "put_by_id", "put_at", "prepared_by_id", "prepared_at"),
            *("answered_by_id", "answered_at", "signatory_id", "signatory_at", "decision_id"),
            *("ends_suspension", "refuses_id"),
        ),
        texts=(
            *("facts", "conditions", "urgent", "answer_text", "signatory_text", "reasons"),
            *("scope", "issued_to"),
        ),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Material,
    Proven(
        plain=(
            *("case_id", "number", "proposal_id", "decision_id", "own_process_id", "state"),
            *("by_id", "sent_at", "commented_by_id", "commented_at"),
        ),
        texts=("text", "comment_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Decision,
    Proven(
        plain=(
            *("certification_id", "case_id", "kind", "number", "state", "basis_sha256"),
            *("decided_by_id", "decided_at", "asked_of", "asked_until"),
        ),
        texts=("basis", "reasons", "dissent", "asked_for", "supplement"),
        exempt=COUNTS,
        drafts={
            **dict.fromkeys(("reasons", "dissent", "asked_for"), ("pending",)),
            **dict.fromkeys(("asked_of", "asked_until"), ("pending",)),
        },
    ),
)
facts.prove(rows.Receipt, Proven(plain=("case_id", "decision_id", "person_id", "at")))
facts.prove(
    rows.ProgrammeItem,
    Proven(
        plain=(
            *("programme_id", "kind", "ordinal", "state", "opens_date", "visit_by_date"),
            *("decide_by_date", "case_id", "cycle_id", "given_until", "waits_since", "behind_date"),
            "by_document",
        ),
        exempt={**COUNTS, "explanations": "why the dates are as they are, computed from the cycle"},
    ),
)
facts.prove(
    rows.Overdue,
    Proven(
        plain=("item_id", "case_id", "own_process_id", "state", "put_at", "until", "answered_at"),
        texts=("reasons",),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.ChangeNotice,
    Proven(
        plain=(
            *("case_id", "certification_id", "number", "kind", "from_date", "own_process_id"),
            *("state", "by_id", "reported_at", "answered_by_id", "answered_at"),
            *("special_id", "proposal_id"),
        ),
        texts=("text", "scope", "answer_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Transfer,
    Proven(
        plain=(
            *("case_id", "state", "first_date", "last_date", "last_audit_date"),
            *("surveillances", "ceased_date", "is_in_force", "is_accredited", "is_read"),
            *("open_majors", "open_minors", "minors_without_plan", "done"),
            *("reviewed_by_id", "reviewed_at"),
        ),
        texts=(
            *("body_name", "accreditation", "certificate_number", "scope", "findings"),
            *("complaints", "justification", "follow_up"),
        ),
        exempt=COUNTS,
        drafts=dict.fromkeys(
            (
                *("body_name", "accreditation", "certificate_number", "scope", "first_date"),
                *("last_date", "last_audit_date", "surveillances", "findings", "complaints"),
                "ceased_date",
            ),
            ("draft",),
        ),
        since=has_moved,
    ),
)
facts.exempt("what kind of paper a file is; the file is proven itself", rows.TransferPaper)
facts.prove(
    rows.MarkDemand,
    Proven(
        plain=(
            *("case_id", "certification_id", "number", "own_process_id", "state"),
            *("demanded_by_id", "demanded_at", "answered_by_id", "answered_at"),
            *("checked_by_id", "checked_at", "proposal_id"),
        ),
        texts=("facts", "demand", "answer_text", "checked_text"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Restoration,
    Proven(
        plain=(
            *("case_id", "certification_id", "state", "last_date", "by_body"),
            *("started_by_id", "started_at"),
        ),
        texts=("conditions",),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.SpecialAudit,
    Proven(
        plain=(
            *("case_id", "certification_id", "ground", "state", "ordered_by_id", "ordered_at"),
            *("unannounced", "notice_at", "told_at", "merged_into_id"),
        ),
        texts=("facts", "codes"),
        exempt=COUNTS,
    ),
)
facts.prove(
    rows.Appeal,
    Proven(
        plain=(
            *("case_id", "number", "decision_id", "own_process_id", "state", "by_id"),
            *("registered_at", "last_date", "receipt_id", "is_late", "acknowledged_at"),
            *("answered_by_id", "answered_at", "laid_by_id", "laid_at", "replaced_by_id"),
            *("stayed_at", "stay_limit", "confirmed_by_id", "confirmed_at", "unconfirmed_at"),
            *("told_at", "admitted_by_id", "admitted_at", "corrected_at"),
        ),
        texts=(
            *("text", "sender", "answer_text", "statement", "stay_text"),
            *("corrective", "corrected"),
        ),
        exempt=COUNTS,
    ),
)
facts.prove(
    Exclusion,
    Proven(
        plain=("process_id", "person_id", "role", "source"),
        texts=("reason",),
        root=lambda row: row.process.subject.trail_root,
        label="workflow.bar",
    ),
)
