from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """So far a case issued one certificate, by the latest of its decisions that granted."""
    alias = schema_editor.connection.alias
    decisions = apps.get_model("processes", "Decision").objects.using(alias)
    granted = decisions.filter(case=OuterRef("case_id"), state="granted").order_by("-number")
    certificates = apps.get_model("processes", "Certificate").objects.using(alias)
    certificates.update(decision_id=Subquery(granted.values("pk")[:1]))


class Migration(migrations.Migration):
    """Apart: PostgreSQL makes no index on a table that has changes waiting for checks."""

    dependencies = [
        ("processes", "0024_several_certificates"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
