from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def note_sides(apps: Any, schema_editor: Any) -> None:
    """Until now the side was worked out: theirs who ever had a role at the municipality."""
    evidence = apps.get_model("processes", "Evidence").objects
    roles = apps.get_model("processes", "Membership").objects.filter(
        person=OuterRef("added_by"), organisation=OuterRef("case__certification__organisation")
    )
    evidence.filter(~Exists(roles)).update(by_body=True)


class Migration(migrations.Migration):
    dependencies = [("processes", "0014_plan_reason")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="by_body",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(note_sides, migrations.RunPython.noop, elidable=True),
    ]
