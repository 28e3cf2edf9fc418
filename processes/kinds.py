"""Every kind of case on one page: keys and dotted names, which a check resolves at the start.

What a stage does for a kind it reads here; nothing is imported, so every stage may.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflow.definition import versions
from workflow.language import Text

INITIAL, SURVEILLANCE, RECERTIFICATION = "initial", "surveillance", "recertification"
SPECIAL, TRANSFER, BY_DOCUMENT = "special", "transfer", "by_document"
RESTORATION = "restoration"


@dataclass(frozen=True, kw_only=True)
class CaseKind:
    """What is true of every case of a kind, and which way it goes."""

    name: str
    words: Text
    title: Text
    """As an item of a programme, where ``number`` says the how manieth of its kind."""
    flow: str
    """The flow that a new case is given; a later version is a class of its own: ``…Flow2``."""
    stages: tuple[str, ...]
    """The stages it goes through, in order of time."""
    criteria: str = "processes.case.criteria.every"
    """Which of its edition's criteria it looks at."""
    outcomes: Mapping[str, str]
    """How it may be decided: kinds of decision, the favourable first, each with its words' key."""
    may_run_beside: bool = False
    """It leaves the certification free for a case that audits; those that audit run one by one."""
    with_documents: bool = True
    """Its documents are reviewed before the visit, where the edition says so."""
    with_visit: bool = True
    """There is a visit; without one what was handed in is examined, and its decision is what the
    hard date waits for."""
    is_lighter: bool = False
    """It goes by the shorter of two limits."""
    issues: bool = True
    """Decided favourably it leads to a certificate or its next revision."""
    is_owed: bool = False
    """The certificate depends on it: nobody may withdraw it, and who refuses it needs a gate."""
    ends_as: str = ""
    """On which ground it is closed when it has outlived its certificate; "" for never."""
    is_planned: bool = False
    """A certificate's programme opens it when its time comes."""
    when_late: str = ""
    """The flow in which an officer settles a planned one that nobody does."""
    when_ended: str = ""
    """What is called when a case of it has ended, with the step that ended it."""
    agenda: tuple[str, ...] = ()
    """What its audit always looks at, by the keys of ``processes/audit/agenda.py``."""
    auditor_days: int = 0
    """What is foreseen for documents, visit and report together."""

    @property
    def version(self) -> int:
        """The version of the flow that a new case is given."""
        return version_of(self.flow)

    @property
    def favourable(self) -> str:
        """The kind of decision that gives what the case is for."""
        return next(iter(self.outcomes))

    @property
    def is_applied_for(self) -> bool:
        """It begins with an application; others follow a case that did."""
        return self.stages[0] == "application"

    @property
    def assesses_itself(self) -> bool:
        """The municipality assesses its own service before the audit."""
        return "self_assessment" in self.stages

    @property
    def is_audited(self) -> bool:
        """Its decision rests on an audit; others rest on what somebody else found."""
        return "audit" in self.stages

    @property
    def restores(self) -> bool:
        """It goes on when the certificate has expired, for it can restore it."""
        return self.ends_as == "time_over"

    def said(self, step: str) -> str:
        """By which words a step of its decision is told."""
        return self.outcomes.get(self.favourable if step == "grant" else step, step)


CERTIFICATION = "processes/flows.CertificationFlow"
AUDITED = (
    *("self_assessment", "audit", "report", "corrective_actions"),
    *("decision", "certificate"),
)

KEEPING = (
    *("internal", "earlier", "complaints", "effectiveness", "improvement", "control"),
    *("changes", "mark", "public"),
)
"""What a surveillance always looks at."""

KINDS = {
    kind.name: kind
    for kind in (
        CaseKind(
            name=INITIAL,
            words=_("initial certification"),
            title=_("initial certification"),
            flow=CERTIFICATION,
            stages=("application", "agreement", *AUDITED),
            outcomes={"grant": "grant", "refuse": "refuse", "defer": "defer"},
        ),
        CaseKind(
            name=SURVEILLANCE,
            words=_("surveillance"),
            title=_("Surveillance %(number)d"),
            flow=CERTIFICATION,
            stages=AUDITED,
            criteria="processes.case.criteria.lighter",
            outcomes={"continue": "continue", "refuse": "stop", "defer": "defer"},
            with_documents=False,
            is_lighter=True,
            issues=False,
            is_owed=True,
            is_planned=True,
            when_late="processes/flows.overdue.OverdueFlow",
            ends_as="certificate_ended",
            agenda=KEEPING,
            auditor_days=5,
        ),
        CaseKind(
            name=BY_DOCUMENT,
            words=_("surveillance by document"),
            title=_("Surveillance %(number)d, by document"),
            flow=CERTIFICATION,
            stages=AUDITED,
            criteria="processes.case.criteria.lighter",
            outcomes={"continue": "continue", "refuse": "stop", "defer": "defer"},
            with_documents=False,
            with_visit=False,
            is_lighter=True,
            issues=False,
            is_owed=True,
            ends_as="certificate_ended",
            agenda=KEEPING,
            auditor_days=3,
        ),
        CaseKind(
            name=RECERTIFICATION,
            words=_("recertification"),
            title=_("Recertification"),
            flow=CERTIFICATION,
            stages=AUDITED,
            outcomes={"renew": "renew", "refuse": "refuse", "defer": "defer"},
            is_planned=True,
            when_late="processes/flows.overdue.SilentRenewalFlow",
            ends_as="time_over",
            agenda=("cycle", *KEEPING),
            auditor_days=11,
        ),
        CaseKind(
            name=SPECIAL,
            words=_("special audit"),
            title=_("Special audit"),
            flow=CERTIFICATION,
            stages=AUDITED[1:],
            criteria="processes.special.criteria.chosen",
            outcomes={"continue": "continue", "refuse": "fall_short", "defer": "defer"},
            may_run_beside=True,
            with_documents=False,
            is_lighter=True,
            issues=False,
            is_owed=True,
            ends_as="certificate_ended",
            when_ended="processes.special.actions.follow",
        ),
        CaseKind(
            name=RESTORATION,
            words=_("restoration of an expired certificate"),
            title=_("Restoration"),
            flow=CERTIFICATION,
            stages=AUDITED[1:],
            outcomes={"renew": "restore_expired", "refuse": "not_restored", "defer": "defer"},
            may_run_beside=True,
            with_documents=False,
            ends_as="time_over",
        ),
        CaseKind(
            name=TRANSFER,
            words=_("transfer from another certification body"),
            title=_("Transfer"),
            flow="processes/flows.kinds.transfer.TransferFlow",
            stages=("application", "agreement", "transfer", "decision", "certificate"),
            outcomes={"accept": "accept", "refuse": "reject_transfer", "defer": "defer"},
        ),
    )
}


def of(name: str) -> CaseKind:
    """The kind of that name. Raises KeyError for one that is not in the table."""
    return KINDS[name]


def choices() -> list[tuple[str, Any]]:
    """Every kind and its words, as a field has its choices; a kind more is no migration."""
    return [(kind.name, kind.words) for kind in KINDS.values()]


def outcomes() -> set[str]:
    """The kinds of decision by which cases are decided."""
    return {name for kind in KINDS.values() for name in kind.outcomes}


def planned() -> list[str]:
    """The kinds that a programme is made of."""
    return [kind.name for kind in KINDS.values() if kind.is_planned]


def is_lighter(name: str) -> bool:
    """A case of the kind goes by the shorter limits; of no kind at all by the usual ones."""
    return bool(name) and of(name).is_lighter


def version_of(flow: str) -> int:
    """Which version of a process a flow is: the number its class ends with; 1 without any."""
    return versions.version_of(flow)
