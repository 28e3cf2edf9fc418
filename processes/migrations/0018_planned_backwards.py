from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_hard_dates(apps: Any, schema_editor: Any) -> None:
    """The case of every opened turn knows its hard dates."""
    items = apps.get_model("processes", "ProgrammeItem").objects.filter(case__isnull=False)
    cases = apps.get_model("processes", "Case").objects
    for case, visit, decide in items.values_list("case", "visit_by_date", "decide_by_date"):
        cases.filter(pk=case).update(visit_by_date=visit, decide_by_date=decide)


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0017_bars_of_the_body"),
    ]

    operations = [
        migrations.RemoveField(model_name="renewalcycle", name="recertification_opens"),
        migrations.AddField(
            model_name="case",
            name="decide_by_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="visit_by_date",
            field=models.DateField(blank=True, null=True),
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
        migrations.RunPython(keep_hard_dates, migrations.RunPython.noop),
    ]
