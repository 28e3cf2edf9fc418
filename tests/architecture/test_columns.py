"""No column has a name under which the engine keeps something of its own on the row."""

from django.apps import apps

from workflow.models import StatefulModel

COLUMNS = {field.name for field in StatefulModel._meta.fields}
OWN = {name for name in vars(StatefulModel) if not name.startswith("_")} - COLUMNS


def test_no_column_is_called_what_the_engine_calls_something_else() -> None:
    rows = [model for model in apps.get_models() if issubclass(model, StatefulModel)]

    taken = {
        f"{model.__name__}.{name}"
        for model in rows
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
        if name in OWN
    }

    assert len(rows) > 20
    assert taken == set()
