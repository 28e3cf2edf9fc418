from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    """Only Person.email identifies somebody: the library's table of addresses opens nothing."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0011_added_by"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
