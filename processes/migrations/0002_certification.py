import django.core.validators
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import processes.case.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("processes", "0001_organisations"),
        ("workflow", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title_sv", models.CharField(max_length=100, verbose_name="title in Swedish")),
                ("title_en", models.CharField(max_length=100, verbose_name="title in English")),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("title_sv", models.CharField(max_length=100, verbose_name="title in Swedish")),
                ("title_en", models.CharField(max_length=100, verbose_name="title in English")),
                (
                    "with_document_review",
                    models.BooleanField(
                        default=True, verbose_name="documents are reviewed before the visit"
                    ),
                ),
                ("agreement_sv", models.TextField(blank=True, verbose_name="agreement in Swedish")),
                ("agreement_en", models.TextField(blank=True, verbose_name="agreement in English")),
            ],
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RenewalCycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "validity_months",
                    models.PositiveSmallIntegerField(default=36, verbose_name="validity, months"),
                ),
                (
                    "recertification_opens",
                    models.PositiveSmallIntegerField(
                        default=9, verbose_name="recertification opens, months before expiry"
                    ),
                ),
                (
                    "recertification_visit",
                    models.PositiveSmallIntegerField(
                        default=6, verbose_name="recertification visit, months before expiry"
                    ),
                ),
                (
                    "recertification_decision",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="recertification decision, months before expiry"
                    ),
                ),
                (
                    "restorable_months",
                    models.PositiveSmallIntegerField(
                        default=6, verbose_name="restorable after expiry, months"
                    ),
                ),
                ("limits", models.JSONField(default=dict, verbose_name="time limits")),
                (
                    "ladder",
                    models.JSONField(
                        default=list, verbose_name="reminder ladder, days from the deadline"
                    ),
                ),
                ("quiet_weeks", models.JSONField(default=list, verbose_name="quiet weeks")),
                ("closed_days", models.JSONField(default=list, verbose_name="extra days off")),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initial", "initial certification"),
                            ("surveillance", "surveillance"),
                            ("recertification", "recertification"),
                            ("special", "special audit"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="case number"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("running", "running"),
                            ("granted", "granted"),
                            ("continued", "continued"),
                            ("refused", "refused"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="running",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_date", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "coordinator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "main_process",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="workflow.process",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="processes.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("unled", "waits for a lead auditor"),
                            ("proposed", "team proposed"),
                            ("objected", "team objected to"),
                            ("preparing", "preparing"),
                            ("ready", "ready to plan"),
                            ("planned", "plan proposed"),
                            ("agreed", "plan agreed"),
                            ("visited", "visit concluded"),
                        ],
                        default="unled",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("objection", models.TextField(blank=True, verbose_name="objection")),
                (
                    "objection_answer",
                    models.TextField(blank=True, verbose_name="answer to the objection"),
                ),
                ("concerns", models.TextField(blank=True, verbose_name="areas of concern")),
                (
                    "visit_date",
                    models.DateField(blank=True, null=True, verbose_name="first day of the visit"),
                ),
                (
                    "visit_end_date",
                    models.DateField(blank=True, null=True, verbose_name="last day of the visit"),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("on_site", "on site"),
                            ("remote", "remote"),
                            ("mixed", "on site and remote"),
                        ],
                        default="on_site",
                        max_length=10,
                        verbose_name="method",
                    ),
                ),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                (
                    "agenda",
                    models.TextField(
                        blank=True, verbose_name="agenda: time, subject, whom the team meets"
                    ),
                ),
                ("plan_remarks", models.TextField(blank=True, verbose_name="remarks on the plan")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion of the team")),
                ("visited_date", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit",
                        to="processes.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned for completion"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("scope", models.TextField(blank=True, verbose_name="what is to be certified")),
                ("sites", models.TextField(blank=True, verbose_name="places and units included")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=100, verbose_name="contact person"),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="contact person's e-mail"
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="contact person's telephone"
                    ),
                ),
                (
                    "consultancy",
                    models.TextField(
                        blank=True, verbose_name="consultants used in the last two years"
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True, verbose_name="reasons")),
                ("enough_information", models.BooleanField(default=False)),
                ("body_is_competent", models.BooleanField(default=False)),
                ("no_conflict_of_interest", models.BooleanField(default=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="processes.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("offered", "offered"), ("signed", "signed")],
                        default="offered",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("text_sv", models.TextField()),
                ("text_en", models.TextField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
                        to="processes.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="processes.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("valid", "valid"),
                            ("replaced", "replaced"),
                            ("expired", "expired"),
                        ],
                        default="valid",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("scope", models.TextField(verbose_name="scope")),
                ("decided_date", models.DateField()),
                ("effective_date", models.DateField()),
                ("anchor_date", models.DateField()),
                ("expiry_date", models.DateField()),
                ("with_distinction", models.BooleanField(default=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="processes.case",
                    ),
                ),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="processes.certification",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="certification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="processes.certification",
            ),
        ),
        migrations.CreateModel(
            name="CorrectivePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("answering", "waits for answers"),
                            ("assessing", "answers are assessed"),
                            ("verifying", "effects are verified"),
                            ("closed", "closed"),
                            ("lapsed", "majors not verified in time"),
                        ],
                        default="answering",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrective_plan",
                        to="processes.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[("must", "must"), ("should", "should")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                (
                    "in_surveillance",
                    models.BooleanField(default=False, verbose_name="included in surveillance"),
                ),
                ("title_sv", models.CharField(max_length=120, verbose_name="title in Swedish")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                ("guidance_sv", models.TextField(verbose_name="guidance in Swedish")),
                ("guidance_en", models.TextField(verbose_name="guidance in English")),
                (
                    "evidence_sv",
                    models.TextField(verbose_name="what counts as evidence, in Swedish"),
                ),
                (
                    "evidence_en",
                    models.TextField(verbose_name="what counts as evidence, in English"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="processes.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("pending", "to be decided"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("deferred", "deferred"),
                        ],
                        default="pending",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("basis", models.JSONField(default=dict)),
                ("basis_sha256", models.CharField(blank=True, max_length=64)),
                ("reasons", models.TextField(blank=True, verbose_name="reasons")),
                ("dissent", models.TextField(blank=True, verbose_name="dissent")),
                ("asked_for", models.TextField(blank=True, verbose_name="what is asked for")),
                ("supplement", models.TextField(blank=True, verbose_name="supplement")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="processes.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "must_floor",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="lowest level of every must criterion",
                    ),
                ),
                (
                    "must_target",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="target level of must criteria",
                    ),
                ),
                (
                    "must_share",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of must criteria at the target level, per cent",
                    ),
                ),
                (
                    "must_major_at",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="a must criterion at or below this level is a major nonconformity",
                    ),
                ),
                (
                    "minors_make_major",
                    models.PositiveSmallIntegerField(
                        default=3,
                        verbose_name="minor nonconformities in one area that make a major",
                    ),
                ),
                (
                    "should_floor",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="a should criterion below this level is an observation",
                    ),
                ),
                (
                    "distinction_mean",
                    models.DecimalField(
                        decimal_places=1,
                        default=3,
                        max_digits=2,
                        verbose_name="mean of should criteria for distinction",
                    ),
                ),
                (
                    "distinction_nki",
                    models.PositiveSmallIntegerField(
                        default=70,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="NKI in every measured area for distinction",
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rule",
                        to="processes.edition",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="processes.edition",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="areas",
                to="processes.edition",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what it shows")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "file",
                    models.FileField(blank=True, upload_to=processes.case.models.evidence_path),
                ),
                ("filename", models.CharField(blank=True, max_length=200)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("added_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="processes.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="level found"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conform", "conform"),
                            ("minor", "minor nonconformity"),
                            ("major", "major nonconformity"),
                            ("observation", "observation"),
                            ("strength", "strength"),
                        ],
                        max_length=12,
                        verbose_name="grade",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement")),
                (
                    "evidence_reference",
                    models.TextField(blank=True, verbose_name="objective evidence"),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="processes.audit",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="processes.criterion",
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(
                        blank=True, related_name="findings", to="processes.evidence"
                    ),
                ),
                (
                    "graded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MaturityLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("title_sv", models.CharField(max_length=60, verbose_name="title in Swedish")),
                ("title_en", models.CharField(max_length=60, verbose_name="title in English")),
                ("meaning_sv", models.CharField(max_length=200, verbose_name="meaning in Swedish")),
                ("meaning_en", models.CharField(max_length=200, verbose_name="meaning in English")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="processes.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="processes.certificate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("surveillance", "surveillance"),
                            ("recertification", "recertification"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("planned", "planned"),
                            ("opened", "opened"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("opens_date", models.DateField()),
                ("visit_by_date", models.DateField()),
                ("decide_by_date", models.DateField()),
                ("explanations", models.JSONField(default=dict)),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_item",
                        to="processes.case",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="processes.programme",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="processes.renewalcycle",
            ),
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent for comments"),
                            ("commented", "commented"),
                            ("locked", "final and locked"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "grant"),
                            ("grant_after_actions", "grant when actions are accepted"),
                            ("refuse", "do not grant"),
                        ],
                        max_length=20,
                        verbose_name="recommendation",
                    ),
                ),
                (
                    "dissent",
                    models.TextField(blank=True, verbose_name="diverging opinions that remain"),
                ),
                ("sentences", models.JSONField(default=list)),
                ("content", models.JSONField(default=dict)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="processes.audit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "to be answered"),
                            ("answered", "answered"),
                            ("accepted", "accepted"),
                            ("verified", "verified"),
                            ("dropped", "no nonconformity any more"),
                        ],
                        default="open",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "correction",
                    models.TextField(
                        blank=True, verbose_name="correction: what was put right at once"
                    ),
                ),
                ("cause", models.TextField(blank=True, verbose_name="cause: why it happened")),
                (
                    "action",
                    models.TextField(
                        blank=True, verbose_name="corrective action: what keeps it from coming back"
                    ),
                ),
                (
                    "verification",
                    models.TextField(blank=True, verbose_name="how the effect was verified"),
                ),
                (
                    "evidence",
                    models.ManyToManyField(
                        blank=True, related_name="responses", to="processes.evidence"
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="processes.finding",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="processes.correctiveplan",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="processes.response",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                (
                    "prefix",
                    models.CharField(
                        max_length=6,
                        unique=True,
                        verbose_name="prefix of case and certificate numbers",
                    ),
                ),
                ("title_sv", models.CharField(max_length=100, verbose_name="title in Swedish")),
                ("title_en", models.CharField(max_length=100, verbose_name="title in English")),
                ("purpose_sv", models.TextField(blank=True, verbose_name="purpose in Swedish")),
                ("purpose_en", models.TextField(blank=True, verbose_name="purpose in English")),
                (
                    "is_open",
                    models.BooleanField(default=False, verbose_name="open for applications"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes",
                        to="processes.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="renewalcycle",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cycles",
                to="processes.scheme",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="processes.scheme",
            ),
        ),
        migrations.AddField(
            model_name="certification",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certifications",
                to="processes.scheme",
            ),
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "open"),
                            ("handed_over", "handed over for signature"),
                            ("submitted", "submitted"),
                        ],
                        default="open",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_assessment",
                        to="processes.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("asked", "asked"),
                            ("delivered", "delivered"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "own_process",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution",
                        to="workflow.process",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("criteria", models.ManyToManyField(related_name="+", to="processes.criterion")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="processes.selfassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="level",
                    ),
                ),
                ("motivation", models.TextField(blank=True, verbose_name="motivation")),
                ("to_be_confirmed", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="processes.answer",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="processes.criterion",
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(
                        blank=True, related_name="answers", to="processes.evidence"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="processes.selfassessment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SentenceComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sentence", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="comment")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="processes.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="processes.selfassessment",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveillanceWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_month", models.PositiveSmallIntegerField(verbose_name="from month")),
                ("to_month", models.PositiveSmallIntegerField(verbose_name="to month")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="processes.renewalcycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("area", models.CharField(max_length=40)),
                ("index", models.CharField(default="NKI", max_length=5)),
                ("value", models.PositiveSmallIntegerField()),
                ("definition", models.CharField(max_length=10)),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("ranked_of", models.PositiveSmallIntegerField(null=True)),
                ("basis", models.CharField(max_length=200)),
                ("source_url", models.URLField(max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_results",
                        to="processes.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leads", models.BooleanField(default=False)),
                ("declared_at", models.DateTimeField()),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="processes.audit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_work",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("number", "revision"), name="certificate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "valid")),
                fields=("certification",),
                name="one_valid_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_date__gte", models.F("decided_date")),
                    ("expiry_date__gt", models.F("effective_date")),
                ),
                name="certificate_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("area", "code"), name="criterion_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="decision_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("case",),
                name="one_pending_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"), models.Q(("reasons", ""), _negated=True), _connector="OR"
                ),
                name="decision_has_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(fields=("edition", "code"), name="area_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("audit", "criterion"), name="finding_once"),
        ),
        migrations.AddConstraint(
            model_name="maturitylevel",
            constraint=models.UniqueConstraint(fields=("edition", "level"), name="level_once"),
        ),
        migrations.AddConstraint(
            model_name="programmeitem",
            constraint=models.UniqueConstraint(
                fields=("programme", "kind", "ordinal"), name="programme_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")),
                fields=("certification",),
                name="one_running_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("audit", "number"), name="report_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalcycle",
            constraint=models.UniqueConstraint(
                fields=("scheme", "number"), name="cycle_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalcycle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("scheme",),
                name="one_published_cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("scheme", "number"), name="edition_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("scheme",),
                name="one_published_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.UniqueConstraint(
                fields=("organisation", "scheme"), name="certification_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "criterion"), name="answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", None), ("level__lte", 4), _connector="OR"),
                name="level_on_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("assessment", "number"), name="snapshot_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillancewindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month__gte", models.F("from_month"))),
                name="window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillancewindow",
            constraint=models.UniqueConstraint(fields=("cycle", "from_month"), name="window_once"),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("leads", True), ("left_at", None)),
                fields=("audit",),
                name="one_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)),
                fields=("audit", "person"),
                name="member_once",
            ),
        ),
    ]
