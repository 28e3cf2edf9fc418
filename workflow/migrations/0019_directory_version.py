"""The directory's stamp is called its version. Table and column keep their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0018_exclusions")]

    operations = [
        migrations.AlterModelTable(name="directorystamp", table="workflow_directorystamp"),
        migrations.RenameModel(old_name="DirectoryStamp", new_name="DirectoryVersion"),
        migrations.AlterField(
            model_name="directoryversion",
            name="stamp",
            field=models.CharField(db_column="stamp", max_length=40),
        ),
        migrations.RenameField(model_name="directoryversion", old_name="stamp", new_name="version"),
    ]
