"""A new database gets its tables at once, not by each migration after the other.

For nearly every operation of a migration Django makes all models anew: of an empty database that is
almost all of the time. So a migration that replaces others states their outcome, and makes that.
"""

from importlib import import_module
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor as SchemaEditor
from django.db.migrations import CreateModel, RenameModel, RunPython
from django.db.migrations.operations.base import Operation


class MakeTables(Operation):
    """The new models of some operations, as the last of them leaves these; nothing in between.

    For an empty database: conversions of rows are left out. What has a reverse of its own made
    something of the database itself, as an index that models cannot state: that is made, too.
    """

    reversible = False

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Without models made already, Django makes them when next asked, once."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: SchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Make each table, and then what is no model's."""
        # As the last of them leaves a table: what an earlier one made of it would be changed again.
        for name in to_state.models:
            if name not in from_state.models:
                schema_editor.create_model(to_state.apps.get_model(*name))
        for operation in self.operations:
            if isinstance(operation, RunPython) and _makes(operation):
                operation.code(to_state.apps, schema_editor)

    def describe(self) -> str:
        """For ``sqlmigrate`` and ``migrate --plan``."""
        return "Make tables as later migrations leave them"


def _makes(operation: RunPython) -> bool:
    return operation.reverse_code not in (None, RunPython.noop)


def operations(package: str, names: list[str]) -> list[Operation]:
    """What does for an empty database what the named migrations of a package do, in their order.

    Changes of tables that other migrations made stay operations of their own, and come first.
    """
    modules = [import_module(f"{package}.{name}") for name in names]
    every = [one for module in modules for one in module.Migration.operations]
    # A changed table of another migration is there already, and cannot be made with the new ones.
    new = {one.name_lower for one in every if isinstance(one, CreateModel)}
    new |= {one.new_name_lower for one in every if isinstance(one, RenameModel)}
    changes = [one for one in every if getattr(one, "model_name_lower", None) not in {None, *new}]
    rest = [one for one in every if one not in changes]
    return [*changes, MakeTables(rest)]
