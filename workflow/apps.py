from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """The engine. Its checks run at every start."""

    name = "workflow"
    label = "workflow"

    def ready(self) -> None:
        """Register the checks once the flows can be imported."""
        import_module("workflow.checks")
