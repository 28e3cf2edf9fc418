import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("processes", "0001_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("length", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Process",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flow_class",
                    viewflow.workflow.fields.FlowReferenceField(
                        max_length=250, verbose_name="Flow"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("CANCELED", "Canceled"), ("DONE", "Done"), ("NEW", "New")],
                        default="NEW",
                        max_length=50,
                        verbose_name="Status",
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="Created"),
                ),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="Finished")),
                ("business_key", models.CharField(db_index=True, max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processes",
                        to="processes.organisation",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Bar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=30)),
                ("reason", models.CharField(max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bars",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bars",
                        to="workflow.process",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flow_task",
                    viewflow.workflow.fields.TaskReferenceField(
                        max_length=255, verbose_name="Task"
                    ),
                ),
                ("flow_task_type", models.CharField(max_length=50, verbose_name="Type")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ASSIGNED", "Assigned"),
                            ("CANCELED", "Canceled"),
                            ("DONE", "Done"),
                            ("ERROR", "Error"),
                            ("NEW", "New"),
                            ("REVIVED", "Revived"),
                            ("SCHEDULED", "Scheduled"),
                            ("STARTED", "Started"),
                        ],
                        db_index=True,
                        default="NEW",
                        max_length=50,
                        verbose_name="Status",
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="Created"
                    ),
                ),
                ("assigned", models.DateTimeField(blank=True, null=True, verbose_name="Assigned")),
                ("started", models.DateTimeField(blank=True, null=True, verbose_name="Started")),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="Finished")),
                (
                    "scheduled",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="Scheduled"
                    ),
                ),
                (
                    "token",
                    viewflow.workflow.fields.TokenField(
                        default=viewflow.workflow.token.Token("start"),
                        max_length=150,
                        verbose_name="Token",
                    ),
                ),
                (
                    "external_task_id",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        max_length=50,
                        null=True,
                        verbose_name="External Task ID",
                    ),
                ),
                (
                    "owner_permission",
                    models.CharField(
                        blank=True, max_length=255, null=True, verbose_name="Permission"
                    ),
                ),
                (
                    "owner_permission_obj_pk",
                    models.CharField(blank=True, max_length=255, null=True),
                ),
                ("role", models.CharField(blank=True, max_length=30)),
                ("due", models.DateField(blank=True, null=True, verbose_name="deadline")),
                ("start_by", models.DateField(blank=True, null=True, verbose_name="start by")),
                ("priority", models.SmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateField(blank=True, null=True)),
                ("explanation", models.JSONField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="processes.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_permission_content_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "previous",
                    models.ManyToManyField(
                        related_name="leading", to="workflow.task", verbose_name="Previous"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="workflow.process"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("step", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField()),
                ("promised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("original_due_at", models.DateTimeField()),
                ("explanation", models.JSONField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("fired", "Fired"),
                            ("cancelled", "Cancelled"),
                            ("incident", "Incident"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("lateness", models.DurationField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("subject_label", models.CharField(max_length=80)),
                ("subject_id", models.BigIntegerField()),
                ("step", models.CharField(max_length=60)),
                ("source", models.CharField(blank=True, max_length=40)),
                ("target", models.CharField(blank=True, max_length=40)),
                ("data", models.JSONField(default=dict)),
                ("because", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trail_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="workflow.trailchain",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(
                fields=["subject_type", "subject_id"], name="workflow_pr_subject_f39324_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="bar",
            constraint=models.UniqueConstraint(
                fields=("process", "person", "role"), name="one_bar_each"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("role"),
                models.F("organisation"),
                django.db.models.functions.comparison.Coalesce("due", datetime.date(9999, 12, 31)),
                models.F("id"),
                condition=models.Q(("owner", None), ("status", "NEW")),
                name="task_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("owner"),
                django.db.models.functions.comparison.Coalesce("due", datetime.date(9999, 12, 31)),
                models.F("id"),
                condition=models.Q(("status__in", ["NEW", "ASSIGNED", "STARTED"])),
                name="task_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("lease_until__isnull", False), ("status", "ASSIGNED")),
                fields=["lease_until"],
                name="task_lease",
            ),
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["due_at", "id"], name="timer_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="timer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("subject_type", "subject_id", "step"),
                name="one_waiting_timer",
            ),
        ),
        migrations.AddIndex(
            model_name="trailentry",
            index=models.Index(
                fields=["subject_label", "subject_id"], name="workflow_tr_subject_ef5058_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="trailentry",
            constraint=models.UniqueConstraint(
                fields=("chain", "sequence"), name="one_entry_each_place"
            ),
        ),
    ]
