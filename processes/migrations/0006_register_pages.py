from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0005_forecast"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind", "name", "code"], name="organisation_by_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["kind", "county_code", "name", "code"], name="organisation_by_county"
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["decided_date", "id"], name="certificate_decided"),
        ),
    ]
