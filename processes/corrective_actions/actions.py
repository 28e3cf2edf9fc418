"""Changes of the corrective actions stage."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.case.models import Case
from processes.corrective_actions import policies
from processes.corrective_actions.models import CorrectivePlan, EarlierAnswer, Remark, Response
from processes.evidence import actions as evidence
from processes.organisations.models import Person
from workflow import timers
from workflow.definition.nodes import Activation
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Task
from workflow.models.promises import keeps
from workflow.sql import writes
from workflow.sql.edits import require_said


def prepare(activation: Activation) -> None:
    """Open a response for every nonconformity; after a new visit, for what it found."""
    at = activation.process.moment or timezone.now()
    case = Case.of(activation.process)
    plan, new = CorrectivePlan.objects.get_or_create(case=case)
    # Only a lapsed plan leads to a new visit; else a corrected report comes to a closed one.
    visit = case.audit.visit_number if plan.current_state == CorrectivePlan.State.LAPSED else 0
    for response in plan.responses.select_related("finding"):
        _see_anew(response, visit, at=at)
    new_ones = case.audit.findings.nonconformities().filter(response=None)
    writes.insert([Response(plan=plan, finding=finding) for finding in new_ones])
    if new:
        timers.begin(plan)
    else:
        perform(_way_on(plan), by=None, at=at)
        # A plan that itself came here is another row now: whoever asks reads it anew.
        activation.process.mover = None


def _see_anew(response: Response, visit: int, *, at: datetime) -> None:
    """Let a response follow what a new visit (0: a corrected report) found."""
    if policies.is_dropped_by(response):
        perform(response.drop, by=None, at=at)
    elif policies.is_renewed_by(response, visit):
        _renew(response, at=at)


def _renew(response: Response, *, at: datetime) -> None:
    """Ask for a new answer; one that was judged good enough stays readable beside it."""
    if response.current_state not in policies.MENDED:
        perform(response.renew, by=None, at=at)
        return
    names = ("correction", "cause", "action", "verification")
    said = {name: getattr(response, name) for name in names}
    kept = EarlierAnswer(response=response, state=response.current_state, until=at, **said)
    kept.save()
    kept.evidence.set(response.evidence.all())
    response.evidence.clear()
    perform(response.begin_anew, by=None, at=at)


def _way_on(plan: CorrectivePlan) -> Any:
    """The step that leads an ended plan on, by what is left to be done."""
    left = set(plan.responses.values_list("state", flat=True))
    if Response.State.OPEN in left:
        return plan.reopen
    if Response.State.ANSWERED in left:
        return plan.resume
    return plan.verify_on if policies.has_unverified_major(plan) else plan.settle


@keeps("processes.correctiveplan", "warn")
def warn(plan: CorrectivePlan, *, at: datetime) -> None:
    """Warn of majors that are not verified, while there are any."""
    if policies.has_unverified_major(plan):
        perform(plan.warn, by=None, at=at)


@keeps("processes.correctiveplan", "lapse")
def lapse(plan: CorrectivePlan, *, at: datetime) -> None:
    """Let a plan lapse at the hard limit, while a major is unverified."""
    if policies.has_unverified_major(plan):
        perform(plan.lapse, by=None, at=at)


@dataclass(frozen=True)
class Draft:
    """What somebody wants an answer to say, and the version they saw."""

    correction: str
    cause: str
    action: str
    responsible: Person | None
    evidence: tuple[Any, ...]
    version: int
    shares: Response | None = None


def save_draft(response: Response, draft: Draft) -> Response:
    """Keep an unfinished answer, however little it says. Raises Conflict, loses nothing.

    Raises Refused where it shares the action of an answer that shares one itself.
    """
    _refuse_chain(response, draft.shares)
    open_ = Response.objects.filter(pk=response.pk, state=Response.State.OPEN)
    said = {name: getattr(draft, name) for name in SAID}
    with transaction.atomic():
        same = open_.filter(version=draft.version)
        if same.update(version=draft.version + 1, **said) == 1:
            response.evidence.set(draft.evidence)
        else:
            kept = set(response.evidence.all()) == set(draft.evidence)
            words = _("This answer was changed somewhere else meanwhile.")
            require_said(open_ if kept else open_.none(), said, words=words)
    return Response.objects.get(pk=response.pk)


SAID = ("correction", "cause", "action", "responsible", "shares")


def shareable(response: Response) -> QuerySet[Response]:
    """The answers whose corrective action can answer another nonconformity of the plan too."""
    others = Response.objects.filter(plan=response.plan_id, shares=None).exclude(pk=response.pk)
    if response.pk and response.shared_by.exists():
        return others.none()
    return others.exclude(state=Response.State.DROPPED)


def _refuse_chain(response: Response, shares: Response | None) -> None:
    if shares is not None and not shareable(response).filter(pk=shares.pk).exists():
        raise Refused(
            _("Choose an answer of this case that has a corrective action of its own."),
            code="action_not_shared",
        )


def send(plan: CorrectivePlan, *, by: Person, at: datetime) -> None:
    """Hand all answers in; those still open must be complete. Raises ConditionFailed.

    By the first ones the municipality chooses to go on (obligation 44).
    """
    with transaction.atomic():
        if plan.goes_on_at is None:
            plan.goes_on_at, plan.goes_on_by = at, by
        for response in plan.responses.filter(state=Response.State.OPEN):
            perform(response.answer, by=by, at=at)
        evidence.share(evidence.kept_back(responses__plan=plan), at=at)
        perform(plan.send_answers, by=by, at=at)


def say(response: Response, text: str, *, by: Person, at: datetime) -> Remark:
    """Add a word to the dialogue about an answer."""
    return Remark.objects.create(response=response, text=text, by=by, at=at)


def ask_more(response: Response, text: str, *, by: Person, at: datetime) -> None:
    """Say what is missing and open the response again."""
    with transaction.atomic():
        say(response, text, by=by, at=at)
        perform(response.ask_more, by=by, at=at, because=text)


def find_ineffective(response: Response, text: str, *, by: Person, at: datetime) -> None:
    """Say why the action did not work and open the response again."""
    with transaction.atomic():
        say(response, text, by=by, at=at)
        perform(response.find_ineffective, by=by, at=at, because=text)


def accept(response: Response, text: str, *, by: Person, at: datetime) -> None:
    """Accept an answer, with a word to the municipality if there is one."""
    with transaction.atomic():
        if text:
            say(response, text, by=by, at=at)
        perform(response.accept, by=by, at=at)


def verify(response: Response, text: str, *, by: Person, at: datetime) -> None:
    """Confirm that an action works; ``text`` says how that was verified."""
    response.verification = text
    perform(response.verify, by=by, at=at)


@dataclass(frozen=True)
class Judgement:
    """What the lead auditor says about one answer."""

    response: Response
    verdict: str
    words: str
    needed: str = ""


VERDICTS: dict[str, Callable[..., None]] = {
    "accept": accept,
    "ask_more": ask_more,
    "verify": verify,
    "find_ineffective": find_ineffective,
}


def judge(
    plan: CorrectivePlan, judgements: Iterable[Judgement], *, by: Person, at: datetime
) -> CorrectivePlan:
    """Record judgements; when none is left, the plan moves on or goes back. All or nothing.

    Of an accepted major also what verifies it: documents, a limited or a full extra audit
    (obligation 41).
    """
    with transaction.atomic():
        for judgement in judgements:
            if judgement.verdict == "accept":
                judgement.response.needed = judgement.needed
            VERDICTS[judgement.verdict](judgement.response, judgement.words, by=by, at=at)
        plan = CorrectivePlan.objects.get(pk=plan.pk)
        step = _next_step(plan)
        if step is not None:
            perform(step, by=by, at=at)
    return plan


def _next_step(plan: CorrectivePlan) -> Any:
    returned = policies.more_is_asked(plan)
    if plan.current_state == CorrectivePlan.State.ASSESSING:
        return plan.ask_more if returned else plan.accept_all
    if not policies.all_verified_or_returned(plan):
        return None
    return plan.find_ineffective if returned else plan.close


def close(activation: Activation) -> None:
    """Close a plan without majors once every answer is accepted."""
    case = Case.of(activation.process)
    perform(case.corrective_plan.close, by=None, at=activation.process.moment)
    # What follows in the same walk writes on in the chain, whose head has moved.
    activation.process.chain.refresh_from_db()


def keep_words(task: Task, words: dict[str, Any]) -> None:
    """Keep what an auditor has written so far with their task, until they finish it."""
    task.data = {**task.data, "words": words}
    task.save(update_fields=["data"])
