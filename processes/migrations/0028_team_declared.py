"""Only leads declared for themselves; whoever was in the team then made the visit."""

from typing import Any

from django.db import migrations
from django.db.models import F


def say_who_declared(apps: Any, schema_editor: Any) -> None:
    """The others were picked by the lead: no declaration of theirs is known."""
    members = apps.get_model("processes", "TeamMember").objects
    members.filter(leads=False).update(declared_at=None)


def say_who_visited(apps: Any, schema_editor: Any) -> None:
    """Of each concluded visit those who had not left."""
    members = apps.get_model("processes", "TeamMember").objects
    visited = members.filter(audit__visited_date__isnull=False)
    here = visited.filter(left_at=None) | visited.filter(left_at__date__gt=F("audit__visited_date"))
    members.filter(pk__in=list(here.values_list("pk", flat=True))).update(has_visited=True)


class Migration(migrations.Migration):
    dependencies = [("processes", "0027_team_members")]

    operations = [
        migrations.RunPython(say_who_declared, migrations.RunPython.noop),
        migrations.RunPython(say_who_visited, migrations.RunPython.noop),
    ]
