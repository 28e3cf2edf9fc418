"""Each bar from the whole case becomes one for each role of the body, and says where it comes from.

Ties were not asked of roles, and not looked at again when they ended: the first sweep does both.
"""

from typing import Any

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

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


def name_sources(apps: Any, schema_editor: Any) -> None:
    """What a bar comes from is told by its reason. What has other reasons is never lifted."""
    for source, told in REASONS.items():
        apps.get_model("workflow", "Bar").objects.filter(told).update(source=source)


def keep_from_each_role(apps: Any, schema_editor: Any) -> None:
    """One bar for each role of the body, instead of one from whatever there is in the case."""
    bar = apps.get_model("workflow", "Bar")
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


def reconsider_everybody(apps: Any, schema_editor: Any) -> None:
    """Promise for now that the ties of the body's people are looked at."""
    person = apps.get_model("processes", "Person")
    staff = person.objects.filter(memberships__organisation__kind="body").distinct()
    if not staff.exists():
        return
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _made = kinds.get_or_create(app_label="processes", model="person")
    timer, now = apps.get_model("workflow", "Timer"), timezone.now()
    timer.objects.bulk_create(
        timer(
            subject_type_id=kind.pk,
            subject_id=key,
            step="reconsider",
            due_at=now,
            original_due_at=now,
            promised_at=now,
        )
        for key in staff.values_list("pk", flat=True)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0016_times_of_ties"),
        ("workflow", "0016_sources_of_bars"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(name_sources, migrations.RunPython.noop),
        migrations.RunPython(keep_from_each_role, migrations.RunPython.noop),
        migrations.RunPython(reconsider_everybody, migrations.RunPython.noop),
    ]
