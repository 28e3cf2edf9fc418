import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("workflow", "0004_queue_order"),
    ]

    operations = [
        migrations.RemoveField(model_name="task", name="external_task_id"),
        migrations.RemoveField(model_name="task", name="owner_permission"),
        migrations.AddField(
            model_name="process",
            name="chain",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="processes",
                to="workflow.trailchain",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="came_from",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="task",
            name="created",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="task",
            name="owner_permission_content_type",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="scheduled",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="task",
            name="status",
            field=models.CharField(
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
                default="NEW",
                max_length=50,
            ),
        ),
    ]
