from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from workflow.sql import triggers


class WorkflowConfig(AppConfig):
    """The engine. Its checks run at every start."""

    name = "workflow"
    label = "workflow"

    def ready(self) -> None:
        """Register the checks once the flows can be imported."""
        import_module("workflow.checks")
        rename = import_module("workflow.renaming").rename
        post_migrate.connect(rename, sender=self, dispatch_uid="workflow.renaming")
        post_migrate.connect(_create_triggers, sender=self)
        seal = import_module("workflow.trail.proof").seal_new_facts
        post_migrate.connect(seal, sender=self, dispatch_uid="workflow.trail.proof")


def _create_triggers(using: str, **_: object) -> None:
    """SQLite loses a table's triggers whenever a migration makes the table anew."""
    triggers.create(connections[using])
    import_module("workflow.queues.directory").watch_tables(connections[using])
