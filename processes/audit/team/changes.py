"""Changes of the audit team: asked, declared, presented, objected to, replaced."""

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.candidates import reason_against
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.policies import has_declared, is_known, was_presented
from processes.audit.team import events, vacancies
from processes.case.exclusions import Source, exclude, keep_from_deciding
from processes.organisations.models import Person
from processes.reasons import kept
from processes.roles import Role
from workflow import queues, trail
from workflow.calendar import local_date
from workflow.definition.nodes import Activation
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Process, Task

FLOW = "processes/flows.team.TeamFlow"
State = TeamMember.State
COMPOSING = (Audit.State.UNLED, Audit.State.PREPARING)


def lead(audit: Audit, person: Person, *, at: datetime) -> TeamMember:
    """Let whoever claimed the audit, and declared then, lead the team."""
    _require_impartial(audit, person, at)
    with transaction.atomic():
        leave(audit, audit.team.filter(leads=True).exclude(person=person), by=person, at=at)
        member = audit.team.filter(person=person, left_at=None).first()
        if member is None:
            # The constructor gives the first state: the declaration was made with the claim.
            declared = _claimed_at(audit, person) or at
            member = TeamMember(
                audit=audit, person=person, state=State.DECLARED, declared_at=declared, joined_at=at
            )
            member.leads = True
            member.save()
            note(audit, "join", [member], by=person, at=at)
            bar_from_deciding(audit.case.main_process, person, at=at)
        elif not member.leads:
            _promote(member, by=person, at=at)
        vacancies.settle(audit, at=at, leads=True)
    return member


def _promote(member: TeamMember, *, by: Person, at: datetime) -> None:
    member.leads = True
    TeamMember.objects.filter(pk=member.pk).update(leads=True)
    note(member.audit, "promote", [member], by=by, at=at)
    events.promoted.send(sender=TeamMember, member=member, by=by, at=at)


def _claimed_at(audit: Audit, person: Person) -> datetime | None:
    """When the person declared with the claim."""
    said = trail.history(audit.case).filter(step="declare_impartiality", actor=person)
    return said.order_by("-sequence").values_list("at", flat=True).first()


def ask(
    audit: Audit, person: Person, *, by: Person, at: datetime, leads: bool = False
) -> TeamMember:
    """Ask a person to declare impartiality and join. Raises Refused at a conflict of interest.

    Whoever is asked can never decide the case.
    """
    _require_impartial(audit, person, at)
    with transaction.atomic():
        if leads:
            leave(audit, audit.team.filter(leads=True).exclude(person=person), by=by, at=at)
        member = audit.team.filter(person=person, left_at=None).first()
        if member is None:
            member = TeamMember.objects.create(
                audit=audit, person=person, own_process=_process(audit, at), joined_at=at
            )
            bar_from_deciding(audit.case.main_process, person, at=at)
            note(audit, "ask", [member], by=by, at=at)
            execution.start(cast(Process, member.own_process), at=at, by=by)
        if leads and not member.leads:
            _promote(member, by=by, at=at)
    return member


def _require_impartial(audit: Audit, person: Person, at: datetime) -> None:
    reason = reason_against(person, audit.case, local_date(at))
    if reason:
        raise Refused(reason, code="team_unfit")


def _process(audit: Audit, at: datetime) -> Process:
    case = audit.case
    return execution.create(
        FLOW,
        at=at,
        organisation=case.organisation,
        business_key=case.number,
        subject=case,
    )


def declare(member: TeamMember, *, by: Person, at: datetime) -> None:
    """The person asked declares impartiality; the last of a team to do so has it presented."""
    _require_own(member, by)
    with transaction.atomic():
        perform(member.declare, by=by, at=at, moment=at)
        note(member.audit, "join", [member], by=by, at=at)
        audit = Audit.objects.get(pk=member.audit_id)
        if member.leads:
            give_work(audit, member.person, at=at)
        if audit.composed_at is not None:
            _present_if_ready(audit, at=at)


def give_work(audit: Audit, person: Person, *, at: datetime) -> None:
    """Whoever was asked to lead gets what waits for a lead, once they have declared."""
    free = Task.objects.filter(process=audit.process_id, role=Role.AUDITOR, owner=None)
    for task in free.filter(status__in=Task.OPEN).select_related("process"):
        queues.assign(task, to=person, by=person, at=at, overseen=True)


def decline(member: TeamMember, *, by: Person, at: datetime, reason: str) -> None:
    """The person asked declares a conflict and is excluded: the lead completes the team."""
    _require_own(member, by)
    with transaction.atomic():
        perform(member.decline, by=by, at=at)
        declare_conflict(member.audit, by=by, at=at, reason=reason)


def _require_own(member: TeamMember, by: Person) -> None:
    if member.person_id != by.pk:
        raise NotPermitted(_("Everybody declares for themselves."), code="declares_for_others")


def declare_conflict(audit: Audit, *, by: Person, at: datetime, reason: str) -> None:
    """A member declares a conflict, at any time: they leave the team and are excluded."""
    with transaction.atomic():
        case = audit.case
        step = "declare_partiality"
        trail.record(trail.Event(subject=case, step=step, by=by, at=at, because=reason))
        gone = leave(audit, audit.team.filter(person=by), by=by, at=at)
        why = kept("declared")
        exclude(case.main_process, by, reason=why, at=at, source=Source.DECLARED)
        miss(audit, gone, at=at)


def take_over(audit: Audit, *, by: Person, at: datetime) -> None:
    """Another auditor declares impartiality and leads from now on.

    The municipality is told who it is, and may object.
    """
    with transaction.atomic():
        member = ask(audit, by, by=by, at=at, leads=True)
        if member.current_state == State.ASKED:
            declare(TeamMember.objects.get(pk=member.pk), by=by, at=at)
        trail.record(trail.Event(subject=audit, step="take_over", by=by, at=at))
        vacancies.settle(audit, at=at, leads=True)


def propose_team(audit: Audit, others: list[Any], *, by: Person, at: datetime) -> bool:
    """The lead presents a team to the municipality, at once if everybody in it has declared.

    Else the others are asked, and it is presented as soon as the last has declared; whether all
    have declared now. A team that the municipality knows already stands without being presented.
    """
    with transaction.atomic():
        if audit.current_state == Audit.State.PREPARING and audit.composed_at is None:
            seat(audit, at=at)  # they were presented, and the time to object to them is over
        lead(audit, by, at=at)
        leave(audit, audit.team.exclude(person__in=[by, *others]), by=by, at=at)
        for person in others:
            ask(audit, person, by=by, at=at)
        if has_declared(audit):
            _present(audit, by=by, at=at)
            return True
        _wait(audit, by, at)
    return False


def _present(audit: Audit, *, by: Person | None, at: datetime) -> None:
    """Present whom the municipality could not object to yet; without such a one the team stands."""
    if audit.presented_team:
        perform(audit.propose_team, by=by, at=at, moment=at)
    else:
        perform(audit.keep_team, by=by, at=at)


def seat(audit: Audit, *, at: datetime) -> None:
    """Whom the municipality had time to object to, and did not, need not be presented again."""
    for member in audit.presented_team:
        perform(member.seat, by=None, at=at)


def _wait(audit: Audit, by: Person, at: datetime) -> None:
    """Let the team be presented later; until then the lead's claim does not lie idle."""
    mine = Task.objects.filter(process=audit.process_id, owner=by, status__in=Task.OPEN)
    if audit.current_state not in COMPOSING or not mine.update(lease_until=None):
        raise NotPermitted(
            _("Only who leads the audit composes its team."), code="only_lead_composes"
        )
    audit.composed_at = at
    Audit.objects.filter(pk=audit.pk).update(composed_at=at)


def _present_if_ready(audit: Audit, *, at: datetime) -> None:
    """Present a composed team whose last member has declared, if its lead still has the task."""
    mine = Task.objects.filter(process=audit.process_id, owner=audit.lead, status__in=Task.OPEN)
    if audit.lead is not None and has_declared(audit) and mine.exists():
        _present(audit, by=None, at=at)


def leave(audit: Audit, members: Any, *, by: Person | None, at: datetime) -> list[TeamMember]:
    """Let members go; what each was asked for is asked no longer. The lead completes the team."""
    leaving = list(members.filter(left_at=None).select_related("person", "own_process"))
    if not leaving:
        return []
    members.filter(left_at=None).update(left_at=at)
    for one in leaving:
        one.left_at = at
    note(audit, "leave", leaving, by=by, at=at)
    for one in leaving:
        _end_with(one, by=by, at=at)
    if Audit.objects.filter(pk=audit.pk, composed_at__isnull=False).update(composed_at=None):
        _ask_lead(audit, by=by, at=at)
    return leaving


def _end_with(member: TeamMember, *, by: Any, at: datetime) -> None:
    """What was still asked about somebody who left is asked no longer."""
    known = was_presented(member)
    events.left.send(sender=TeamMember, member=member, is_known=known, by=by, at=at)
    process = member.own_process
    if process is not None and process.finished is None:
        process.actor = by
        execution.cancel(process, at=at)


def miss(audit: Audit, gone: list[TeamMember], *, at: datetime) -> None:
    """Some left unforeseen, and are kept from the case by now: somebody sees to their places."""
    if gone:
        withdraw(audit, at=at)
        vacancies.put(Audit.objects.get(pk=audit.pk), gone, at=at)


def withdraw(audit: Audit, *, at: datetime) -> None:
    """Ask for a new team if nobody is left of the one that the municipality considers."""
    audit = Audit.objects.get(pk=audit.pk)
    if audit.current_state == Audit.State.PROPOSED and is_known(audit):
        perform(audit.withdraw_team, by=None, at=at)
        vacancies.settle(audit, at=at)


def _ask_lead(audit: Audit, *, by: Person | None, at: datetime) -> None:
    """Whoever composed the team hears that it is incomplete, unless they let somebody go."""
    for task in Task.objects.filter(process=audit.process_id, status__in=Task.OPEN):
        if task.owner is not None and task.owner != by:
            events.incomplete.send(sender=Audit, task=task, at=at)


def note(
    audit: Audit, step: str, members: list[TeamMember], *, by: Person | None, at: datetime
) -> None:
    """Tell the trail who came or went; names are personal data and stand outside the hash."""
    for member in members:
        data, name = {"member": member.pk, "leads": member.leads}, member.person.name
        event = trail.Event(
            subject=audit, step=step, by=by, at=at, because=name, data=data, rows=(member,)
        )
        trail.record(event)


def bar_from_deciding(process: Any, person: Person, *, at: datetime) -> None:
    """Who took part in an audit never decides the case, not even after leaving the team."""
    keep_from_deciding(process, person, why="audited", at=at)


def present(activation: Activation) -> None:
    """Present a member who has declared after the team was presented."""
    process = activation.process
    member = TeamMember.objects.get(own_process=process)
    perform(member.present, by=None, at=process.moment, moment=process.moment)


def keep_visitors(audit: Audit) -> None:
    """Mark who makes a visit, for whoever reads of it later."""
    keys = [one.pk for one in audit.current_team]
    TeamMember.objects.filter(pk__in=keys).update(has_visited=True)
