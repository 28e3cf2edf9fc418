from collections.abc import Iterator
from itertools import groupby
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import processes.standing.status
from workflow.calendar import end_of, local_date, start_of

MANY = 2000


def fill(apps: Any, schema_editor: Any) -> None:
    """Every certificate number gets the statuses that its revisions tell of, from its first day."""
    using = schema_editor.connection.alias
    made = apps.get_model("processes", "StatusInterval").objects.using(using)
    certificates = apps.get_model("processes", "Certificate").objects.using(using)
    decisions = apps.get_model("processes", "Decision").objects.using(using)
    granted = dict(decisions.filter(state="granted").values_list("case_id", "pk"))
    today, several = local_date(timezone.now()), []
    ordered = certificates.order_by("number", "revision").iterator(chunk_size=MANY)
    for _number, revisions in groupby(ordered, key=lambda one: one.number):
        several += [made.model(**one) for one in _told(list(revisions), granted, today)]
        if len(several) >= MANY:
            made.bulk_create(several)
            several = []
    made.bulk_create(several)


def _told(revisions: list[Any], granted: dict[int, int], today: Any) -> Iterator[dict[str, Any]]:
    """The intervals of a number: valid with each revision, expired between and after them."""
    turns: list[tuple[str, Any, int | None]] = []
    for one in revisions:
        turns.append(("valid", start_of(one.effective_date), granted.get(one.case_id)))
        later = [next_.effective_date for next_ in revisions if next_.revision > one.revision]
        if one.expiry_date < (min(later) if later else today):
            turns.append(("expired", end_of(one.expiry_date), None))
    ends = [start for _kind, start, _decision in turns[1:]]
    for (kind, start, decision), end in zip(turns, [*ends, None], strict=True):
        yield {
            "certification_id": revisions[0].certification_id,
            "number": revisions[0].number,
            "kind": kind,
            "from_at": start,
            "to_at": max(start, end) if end else None,
            "decision_id": decision,
        }


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0022_roles_as_a_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatusInterval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=processes.standing.status.lasting,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_intervals",
                        to="processes.certification",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="processes.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_at", None)),
                        fields=("number",),
                        name="one_open_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at", None), ("to_at__gte", models.F("from_at")), _connector="OR"
                        ),
                        name="status_in_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
