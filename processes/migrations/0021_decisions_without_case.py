import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the rows are filled: PostgreSQL alters no table that has changes waiting for checks."""

    dependencies = [
        ("processes", "0020_decisions_of_certifications"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="certification",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="processes.certification",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", None)),
                fields=("certification", "number"),
                name="number_once_without_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", None), ("state", "pending")),
                fields=("certification", "kind"),
                name="one_pending_without_case",
            ),
        ),
    ]
