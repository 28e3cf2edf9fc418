"""What the rows become that were there before the facts that 0010 adds."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

QUESTIONS = ("enough_information", "body_is_competent", "no_conflict_of_interest")
BODY = ("officer", "auditor", "decision_maker", "administrator")
MANY = 2000
REASONS = {
    "ties": Q(reason__contains=" has an interest in ")
    | Q(reason__contains=" har en koppling till "),
    "declared": Q(reason__in=["declared conflict of interest", "har anmält jäv"]),
    "objected": Q(reason__in=["objected to by the municipality", "kommunen har invänt"]),
    "took_part": Q(reason__in=["took part in the audit", "deltog i revisionen"])
    | Q(reason__in=["took part in the decision", "deltog i beslutet"]),
}


def forget_what_nobody_said(apps: Any) -> None:
    """A stored no was also what an unanswered question became: nobody knows which it is."""
    applications = apps.get_model("processes", "Application")
    for name in QUESTIONS:
        applications.objects.filter(**{name: False}).update(**{name: None})


def count_visits(apps: Any) -> None:
    """An audit is at its second visit when its first report is locked and a visit is to come."""
    audits = apps.get_model("processes", "Audit").objects
    ahead = ("ready", "planned", "agreed")
    for audit in audits.filter(reports__number__gt=1).distinct():
        audits.filter(pk=audit.pk).update(visit_number=audit.reports.count())
    for audit in audits.filter(state__in=ahead, reports__state="locked").distinct():
        audits.filter(pk=audit.pk).update(visit_number=audit.reports.count() + 1)


def remember_who_added(apps: Any) -> None:
    """Only administrators add people: with one body, everybody was added there."""
    person = apps.get_model("processes", "Person")
    bodies = list(apps.get_model("processes", "Organisation").objects.filter(kind="body"))
    if len(bodies) == 1:
        person.objects.update(added_by=bodies[0])
    elif bodies:
        _by_their_history(apps, person.objects.all())


def _by_their_history(apps: Any, people: Any) -> None:
    """With several bodies: where who added a person administered, or else where the person works.

    Of whom neither tells, no body is remembered.
    """
    membership = apps.get_model("processes", "Membership").objects
    added = apps.get_model("workflow", "TrailEntry").objects.filter(
        subject_label="processes.person", step="add"
    )
    by = dict(added.values_list("subject_id", "actor"))
    administered = membership.filter(role="administrator").order_by("-from_date", "-pk")
    of_administrator = dict(administered.values_list("person", "organisation"))
    at_bodies = membership.filter(organisation__kind="body").order_by("-from_date", "-pk")
    works_at = dict(at_bodies.values_list("person", "organisation"))
    for person in people:
        body = of_administrator.get(by.get(person.pk)) or works_at.get(person.pk)
        if body:
            people.filter(pk=person.pk).update(added_by=body)


def forget_other_addresses(apps: Any) -> None:
    """Only Person.email identifies somebody: the library's table of addresses opens nothing."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


def count_rounds(apps: Any) -> None:
    """A report that was sent has been through one round of comments."""
    reports = apps.get_model("processes", "Report").objects
    reports.exclude(state="draft").update(rounds=1)


def note_sides(apps: Any) -> None:
    """Until now the side was worked out: theirs who ever had a role at the municipality."""
    evidence = apps.get_model("processes", "Evidence").objects
    roles = apps.get_model("processes", "Membership").objects.filter(
        person=OuterRef("added_by"), organisation=OuterRef("case__certification__organisation")
    )
    evidence.filter(~Exists(roles)).update(by_body=True)


def _exclusions(apps: Any) -> Any:
    """The model by its name of then, or by that of now where the engine was migrated first."""
    try:
        return apps.get_model("workflow", "Bar")
    except LookupError:
        return apps.get_model("workflow", "Exclusion")


def name_sources(apps: Any) -> None:
    """What an exclusion comes from is told by its reason. With other reasons it is never lifted."""
    for source, told in REASONS.items():
        _exclusions(apps).objects.filter(told).update(source=source)


def keep_from_each_role(apps: Any) -> None:
    """One for each role of the body, instead of one from whatever there is in the case."""
    bar = _exclusions(apps)
    while whole := list(bar.objects.filter(role="").order_by("pk")[:MANY]):
        bar.objects.bulk_create(
            [
                bar(
                    process_id=one.process_id,
                    person_id=one.person_id,
                    role=role,
                    reason=one.reason,
                    source=one.source,
                )
                for one in whole
                for role in BODY
            ],
            ignore_conflicts=True,
        )
        bar.objects.filter(pk__in=[one.pk for one in whole]).delete()


def reconsider_everybody(apps: Any) -> None:
    """Ties were not asked of roles, nor looked at when they ended: the first sweep does both."""
    people = apps.get_model("processes", "Person").objects
    staff = people.filter(memberships__organisation__kind="body").distinct()
    _promise(apps, "person", "reconsider", staff)


def keep_hard_dates(apps: Any) -> None:
    """The case of every opened turn knows its hard dates."""
    items = apps.get_model("processes", "ProgrammeItem").objects.filter(case__isnull=False)
    cases = apps.get_model("processes", "Case").objects
    for case, visit, decide in items.values_list("case", "visit_by_date", "decide_by_date"):
        cases.filter(pk=case).update(visit_by_date=visit, decide_by_date=decide)


def watch(apps: Any) -> None:
    """What began before it was watched is looked at once, by the sweep, and watched from then on.

    The hard dates of cases that run already are, too.
    """
    items = apps.get_model("processes", "ProgrammeItem").objects
    certificates = apps.get_model("processes", "Certificate").objects
    _promise(apps, "programmeitem", "miss", items.filter(state="opened", kind="surveillance"))
    _promise(apps, "certificate", "lose", certificates.filter(state="expired"))
    _promise(apps, "programmeitem", "near", items.filter(state__in=["opened", "owed"]))


def _promise(apps: Any, model: str, step: str, rows: Any) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    timers = apps.get_model("workflow", "Timer").objects
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    kind, _new = kinds.get_or_create(app_label="processes", model=model)
    now = timezone.now()
    same = {"step": step, "due_at": now, "original_due_at": now, "promised_at": now}
    timers.bulk_create(
        [timers.model(subject_type=kind, subject_id=key, **same) for key in keys],
        batch_size=500,
        ignore_conflicts=True,
    )


def say_who_is_in_teams(apps: Any) -> None:
    """They joined before anybody was asked. Only leads declared, each for themselves.

    The others were picked by the lead: no declaration of theirs is known. Each concluded visit was
    made by those who had not left.
    """
    members = apps.get_model("processes", "TeamMember").objects
    members.update(state="seated")
    members.filter(leads=False).update(declared_at=None)
    visited = members.filter(audit__visited_date__isnull=False)
    here = visited.filter(left_at=None) | visited.filter(left_at__date__gt=F("audit__visited_date"))
    members.filter(pk__in=list(here.values_list("pk", flat=True))).update(has_visited=True)


def keep_names_as_issued(apps: Any) -> None:
    """What a certificate said until now was the municipality's present name."""
    certificates = apps.get_model("processes", "Certificate").objects
    organisations = apps.get_model("processes", "Organisation").objects
    issued_to = organisations.filter(certifications=OuterRef("certification"))
    certificates.update(issued_to=Subquery(issued_to.values("full_name")[:1]))
    schemes = apps.get_model("processes", "Scheme").objects
    schemes.filter(code="foretagslots").update(survey="NKI")


STEPS = (
    forget_what_nobody_said,
    count_visits,
    remember_who_added,
    forget_other_addresses,
    count_rounds,
    note_sides,
    name_sources,
    keep_from_each_role,
    reconsider_everybody,
    keep_hard_dates,
    watch,
    say_who_is_in_teams,
    keep_names_as_issued,
)


def convert(apps: Any, schema_editor: Any) -> None:
    """All at once: for each operation Django would make every model anew."""
    for step in STEPS:
        step(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0010_more_facts"),
        ("workflow", "0016_more_facts"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
