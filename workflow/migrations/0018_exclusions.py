"""A bar is called an exclusion. Its table keeps its name, and what the trail says of it does too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0017_late_told_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable(name="bar", table="workflow_bar"),
        migrations.RenameModel(old_name="Bar", new_name="Exclusion"),
        migrations.AlterField(
            model_name="exclusion",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exclusions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="exclusion",
            name="process",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exclusions",
                to="workflow.process",
            ),
        ),
    ]
