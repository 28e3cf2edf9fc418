import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0007_found_by_a_part"),
        ("workflow", "0009_declared_apart"),
    ]

    operations = [
        # With the index of a key Django drops every index of that column alone, this one too.
        migrations.RemoveConstraint(model_name="case", name="one_running_case"),
        migrations.AlterField(
            model_name="case",
            name="certification",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="processes.certification",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("certification",),
                condition=models.Q(("state", "running")),
                name="one_running_case",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="processes.edition",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["certification", "main_process"], name="case_of_certification"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["edition", "main_process"], name="case_of_edition"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["edition", "kind", "main_process"], name="case_of_kind"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["edition", "state", "main_process"], name="case_of_state"),
        ),
    ]
