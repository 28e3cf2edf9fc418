import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0031_names_as_issued"),
    ]

    operations = [
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("wrong_password", "Wrong password"),
                    ("stopped", "Stopped after too many tries"),
                    ("signed_out", "Signed out"),
                    ("link_asked", "Asked for a new password"),
                    ("password", "Chose a password"),
                    ("factor_added", "Two-step sign-in turned on"),
                    ("factor_removed", "Two-step sign-in turned off"),
                    ("factor_wrong", "Wrong code"),
                    ("add", "Person added"),
                    ("change", "Name, address or language changed"),
                    ("ask_address", "New address asked for"),
                    ("change_address", "Address changed"),
                    ("stop_address", "Change of address stopped"),
                    ("undo_address", "Change of address undone"),
                    ("appoint", "Role given"),
                    ("end_membership", "Role ended"),
                    ("deactivate", "Account closed"),
                    ("reactivate", "Account opened again"),
                    ("exported", "Exported"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old", models.EmailField(max_length=254)),
                ("new", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("old_is_dead", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for an answer"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                            ("replaced", "replaced by another"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("person",),
                        name="one_address_change",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_returns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("person",),
                        name="one_work_return",
                    )
                ],
            },
        ),
    ]
