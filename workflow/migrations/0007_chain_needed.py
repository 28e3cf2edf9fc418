import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0006_chains_and_ways")]

    operations = [
        migrations.RemoveField(model_name="task", name="previous"),
        migrations.AlterField(
            model_name="process",
            name="chain",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="processes",
                to="workflow.trailchain",
            ),
        ),
    ]
