from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def remember(apps: Any, schema_editor: Any) -> None:
    """Only administrators add people: with one body, everybody was added there."""
    person = apps.get_model("processes", "Person")
    bodies = list(apps.get_model("processes", "Organisation").objects.filter(kind="body"))
    if len(bodies) == 1:
        person.objects.update(added_by=bodies[0])
    elif bodies:
        _by_their_history(apps, person.objects.all())


def _by_their_history(apps: Any, people: Any) -> None:
    """With several bodies: where who added a person administered, or else where the person works.

    Of whom neither tells, no body is remembered.
    """
    membership = apps.get_model("processes", "Membership").objects
    added = apps.get_model("workflow", "TrailEntry").objects.filter(
        subject_label="processes.person", step="add"
    )
    by = dict(added.values_list("subject_id", "actor"))
    administered = membership.filter(role="administrator").order_by("-from_date", "-pk")
    of_administrator = dict(administered.values_list("person", "organisation"))
    at_bodies = membership.filter(organisation__kind="body").order_by("-from_date", "-pk")
    works_at = dict(at_bodies.values_list("person", "organisation"))
    for person in people:
        body = of_administrator.get(by.get(person.pk)) or works_at.get(person.pk)
        if body:
            people.filter(pk=person.pk).update(added_by=body)


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0010_findings"),
        ("workflow", "0009_declared_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="processes.organisation",
            ),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
