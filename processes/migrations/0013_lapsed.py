"""What waits for the municipality lapses: from the day of the migration where it waits already."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.utils import timezone

from workflow.calendar import at_eight, end_of, local_date

FLOW = "processes/flows.CertificationFlow"
DAYS = {"apply": 90, "sign_agreement": 60}
RULES = {"apply": "apply", "sign_agreement": "lapse_agreement"}
WARNED = timedelta(days=30)


def begin(apps: Any, schema_editor: Any) -> None:
    """The whole time that a new one has: nobody's draft lapses because of the change."""
    for node, days in DAYS.items():
        tasks = apps.get_model("workflow", "Task").objects.filter(
            flow_task=f"{FLOW}.{node}", finished=None
        )
        for task in tasks.iterator():
            _promise(apps, task, node, days)


def _promise(apps: Any, task: Any, node: str, days: int) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _new = kinds.get_or_create(app_label="workflow", model="task")
    timer, now = apps.get_model("workflow", "Timer"), timezone.now()
    today = local_date(now)
    start = max(task.due or today, today)
    last = start + timedelta(days=days)
    explanation = {
        "rule": RULES[node],
        "start": start.isoformat(),
        "amount": days,
        "unit": "days",
        "skipped": [],
        "moved_from": None,
        "result": last.isoformat(),
        "quiet_from": None,
    }
    promised = [
        ("lapse", end_of(last), explanation),
        ("warn_of_lapse", at_eight(last - WARNED), None),
    ]
    timer.objects.bulk_create(
        [
            timer(
                subject_type=kind,
                subject_id=task.pk,
                step=step,
                due_at=due,
                original_due_at=due,
                explanation=said,
            )
            for step, due, said in promised
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0012_kinds_of_cases"),
        ("workflow", "0017_late_told_again"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_answer", "the municipality does not answer"),
                    ("duplicate", "the case is a duplicate"),
                    ("wrong_scheme", "the wrong scheme was chosen"),
                    ("merged", "the municipality has become part of another"),
                    ("unsigned", "the agreement is not signed"),
                    ("other", "another ground"),
                    ("lapsed", "it was left lying too long"),
                    ("certificate_ended", "the certificate has ended"),
                    ("time_over", "the time to restore the certificate is over"),
                ],
                max_length=20,
                verbose_name="ground",
            ),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
