"""Schemes and their versions, with all that hangs on them."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from processes import models as rows
from processes.proven.common import COUNTS
from workflow.trail import facts
from workflow.trail.facts import Proven


def _not_draft(version: Any) -> bool:
    return not version.is_draft


def _content(parts: Iterable[tuple[str, tuple[str, ...]]], version: Any, salt: str) -> str:
    """One digest of everything that hangs on a published version."""
    said = {
        path: [
            [str(value) for value in row]
            for row in type(version)
            ._base_manager.filter(pk=version.pk, **{f"{path}__isnull": False})
            .order_by(f"{path}__pk")
            .values_list(*(f"{path}__{name}" for name in names))
        ]
        for path, names in parts
    }
    return facts.digest(salt, said)


EDITION_PARTS = (
    ("levels", ("level", "title_sv", "title_en", "meaning_sv", "meaning_en")),
    ("areas", ("code", "position", "title_sv", "title_en")),
    (
        "areas__criteria",
        (
            *("code", "position", "kind", "in_surveillance", "title_sv", "title_en"),
            *("guidance_sv", "guidance_en", "evidence_sv", "evidence_en"),
        ),
    ),
    (
        "rule",
        (
            *("must_floor", "must_target", "must_share", "must_major_at", "minors_make_major"),
            *("should_floor", "distinction_mean", "distinction_nki"),
        ),
    ),
)
CYCLE_PARTS = (("windows", ("from_month", "to_month")),)

DRAFT = ("draft",)


def _states(*names: str, **drafts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The states in which each column is written."""
    return {**dict.fromkeys(names, DRAFT), **drafts}


facts.prove(
    rows.Scheme,
    Proven(
        plain=("body_id", "code", "prefix", "survey", "is_open", "legal_regime"),
        texts=("title_sv", "title_en", "purpose_sv", "purpose_en", "appeal_sv", "appeal_en"),
    ),
)
facts.prove(
    rows.Edition,
    Proven(
        plain=("number", "state", "published_at", "scheme_id", "with_document_review"),
        texts=("title_sv", "title_en", "agreement_sv", "agreement_en"),
        more={"content": partial(_content, EDITION_PARTS)},
        exempt=COUNTS,
        drafts=_states("with_document_review", "content")
        | _states("title_sv", "title_en", "agreement_sv", "agreement_en"),
        since=_not_draft,
    ),
)
facts.prove(
    rows.RenewalCycle,
    Proven(
        plain=(
            *("number", "state", "published_at", "scheme_id", "validity_months"),
            *("recertification_visit", "recertification_decision"),
            *("restorable_months", "limits", "ladder", "quiet_weeks", "closed_days"),
            "by_document",
        ),
        more={"content": partial(_content, CYCLE_PARTS)},
        exempt=COUNTS,
        drafts=_states(
            *("validity_months", "recertification_visit", "content"),
            *("recertification_decision", "restorable_months", "limits", "ladder"),
            *("quiet_weeks", "closed_days", "by_document"),
        ),
        since=_not_draft,
    ),
)
