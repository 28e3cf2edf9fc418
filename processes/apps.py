from importlib import import_module

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Tells the engine who holds which role, and registers what keeps promises."""

    name = "processes"
    label = "processes"

    def ready(self) -> None:
        """Connect the process to the engine once all models are loaded."""
        roles = import_module("processes.roles")
        import_module("workflow.roles").use(roles.held_by)
        import_module("processes.renewal.actions")
        import_module("processes.renewal.panel")
        import_module("processes.organisations.people")
        import_module("processes.audit.separation")
