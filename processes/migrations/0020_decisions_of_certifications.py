from typing import Any

import django.db.models.deletion
import django_fsm
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, Value, When


def fill(apps: Any, schema_editor: Any) -> None:
    """A decision is of the certification of its case; its kind follows from state and case."""
    decisions = apps.get_model("processes", "Decision").objects.using(
        schema_editor.connection.alias
    )
    cases = apps.get_model("processes", "Case").objects.filter(pk=OuterRef("case_id"))
    asked = {"initial": "grant", "surveillance": "continue", "recertification": "renew"}
    decisions.update(
        certification_id=Subquery(cases.values("certification_id")[:1]),
        kind=Subquery(
            cases.annotate(
                asked=Case(*(When(kind=kind, then=Value(name)) for kind, name in asked.items()))
            ).values("asked")[:1]
        ),
    )
    taken = {"refused": "refuse", "deferred": "defer"}
    decisions.filter(state__in=taken).update(
        kind=Case(
            *(When(state=state, then=Value(kind)) for state, kind in taken.items()),
            default=F("kind"),
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0019_beside"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="certification",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="processes.certification",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="decision",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="processes.case",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("pending", "to be decided"),
                    ("granted", "granted"),
                    ("refused", "refused"),
                    ("deferred", "deferred"),
                    ("settled", "decided"),
                    ("outdated", "frozen anew: the report was corrected"),
                ],
                default="pending",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
