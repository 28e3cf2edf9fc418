from typing import Any

import django.db.models.deletion
import django_fsm
from django.db import migrations, models
from django.db.models.functions import Lower, Replace

import processes.addresses
from workflow.sql import substrings

ORDERED = {"zz1": "åÅ", "zz2": "äÄæÆ", "zz3": "öÖøØ", "e": "éÉè", "y": "üÜ", "0": " -–"}


def ordered_name(*, max_length: int) -> Any:
    """What names are ordered by: one replacement within the other, too deep to be written out."""
    key: Any = models.F("name")
    for to, letters in ORDERED.items():
        for letter in letters:
            key = Replace(key, models.Value(letter), models.Value(to))
    return models.GeneratedField(
        db_persist=True, expression=Lower(key), output_field=models.CharField(max_length=max_length)
    )


def create(apps: Any, schema_editor: Any) -> None:
    substrings.index(
        schema_editor.connection,
        "organisation_sought_in_full",
        table="processes_organisation",
        column="full_name",
    )


def drop(apps: Any, schema_editor: Any) -> None:
    substrings.drop(schema_editor.connection, "organisation_sought_in_full")


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0009_new_tables"),
        ("workflow", "0009_declared_apart"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="interest",
            name="interest_once",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_by_name",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_by_county",
        ),
        migrations.RemoveField(
            model_name="renewalcycle",
            name="recertification_opens",
        ),
        migrations.AddField(
            model_name="agreement",
            name="reasons",
            field=models.TextField(blank=True, verbose_name="reasons"),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="state",
            field=django_fsm.FSMField(
                choices=[("offered", "offered"), ("signed", "signed"), ("declined", "declined")],
                default="offered",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="body_is_competent",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="application",
            name="enough_information",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="application",
            name="no_conflict_of_interest",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="area",
            name="code",
            field=models.CharField(
                max_length=10, validators=[processes.addresses.area_code], verbose_name="code"
            ),
        ),
        migrations.AddField(
            model_name="audit",
            name="composed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="audit",
            name="plan_reason",
            field=models.TextField(blank=True, verbose_name="why the visit is made on these days"),
        ),
        migrations.AddField(
            model_name="audit",
            name="visit_number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="case",
            name="decide_by_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
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
                    ("certificate_ended", "the certificate has ended"),
                    ("time_over", "the time to restore the certificate is over"),
                ],
                max_length=20,
                verbose_name="ground",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="reasons",
            field=models.TextField(blank=True, verbose_name="reasons"),
        ),
        migrations.AddField(
            model_name="case",
            name="visit_by_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("running", "running"),
                    ("granted", "granted"),
                    ("continued", "continued"),
                    ("refused", "refused"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("closed", "closed"),
                    ("deleted", "deleted draft"),
                ],
                default="running",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="issued_to",
            field=models.CharField(default="", max_length=120, verbose_name="issued to"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="code",
            field=models.CharField(
                max_length=12, validators=[processes.addresses.criterion_code], verbose_name="code"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="asked_of",
            field=models.CharField(
                choices=[
                    ("lead", "the lead auditor"),
                    ("municipality", "the municipality"),
                    ("report", "the lead auditor, by a corrected report"),
                ],
                default="lead",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="asked_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="by_body",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="finding",
            name="graded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="reason",
            field=models.TextField(
                blank=True, verbose_name="why the grade differs from the decision rule"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="visit_number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="interest",
            name="from_date",
            field=models.DateField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="person",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="processes.organisation",
            ),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="cycle",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="processes.renewalcycle",
            ),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="behind_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="given_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="waits_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="programmeitem",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("planned", "planned"),
                    ("opened", "opened"),
                    ("owed", "overdue"),
                    ("done", "done"),
                    ("cancelled", "cancelled"),
                ],
                default="planned",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="processes.report",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="first_open",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="report",
            name="reason",
            field=models.TextField(blank=True, verbose_name="why an earlier version is corrected"),
        ),
        migrations.AddField(
            model_name="report",
            name="rounds",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="scheme",
            name="survey",
            field=models.CharField(
                blank=True,
                choices=[("NKI", "NKI of business services, published by SKR")],
                max_length=5,
                verbose_name="survey whose values count for distinction",
            ),
        ),
        migrations.AlterField(
            model_name="scheme",
            name="code",
            field=models.SlugField(
                max_length=20,
                unique=True,
                validators=[processes.addresses.no_word_of_ours],
                verbose_name="code",
            ),
        ),
        migrations.AlterField(
            model_name="scheme",
            name="prefix",
            field=models.CharField(
                max_length=6,
                unique=True,
                validators=[processes.addresses.number_prefix],
                verbose_name="prefix of case and certificate numbers",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="own_process",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="team_member",
                to="workflow.process",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="has_visited",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="teammember",
            name="is_objected_to",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="teammember",
            name="objection",
            field=models.TextField(blank=True, verbose_name="objection"),
        ),
        migrations.AddField(
            model_name="teammember",
            name="objection_answer",
            field=models.TextField(blank=True, verbose_name="answer to the objection"),
        ),
        migrations.AddField(
            model_name="teammember",
            name="presented_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="teammember",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("asked", "asked to declare impartiality"),
                    ("declared", "declared impartial"),
                    ("presented", "presented to the municipality"),
                    ("objected", "objected to"),
                    ("seated", "in the team"),
                    ("partial", "declared a conflict of interest"),
                    ("replaced", "to be replaced after an objection"),
                ],
                default="asked",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="teammember",
            name="declared_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_order",
            field=ordered_name(max_length=240),
        ),
        migrations.AddField(
            model_name="person",
            name="name_order",
            field=ordered_name(max_length=300),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind", "name_order", "code"], name="organisation_by_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["kind", "county_code", "name_order", "code"], name="organisation_by_county"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="closed_case_has_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_date", None)),
                fields=("person", "organisation", "ground"),
                name="interest_lasts_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_date", None),
                    ("from_date", None),
                    ("ended_date__gte", models.F("from_date")),
                    _connector="OR",
                ),
                name="interest_ends_after_start",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
