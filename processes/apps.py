from importlib import import_module

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Tells the engine who holds which role, and registers what keeps promises."""

    name = "processes"
    label = "processes"

    def ready(self) -> None:
        """Connect the process to the engine once all models are loaded."""
        organisations = import_module("processes.organisations.models")
        import_module("workflow.roles").use(organisations.Membership.objects.on)
        directory = import_module("workflow.queues.directory")
        directory.watch(organisations.Membership)
        directory.watch(organisations.Person, "is_active")
        import_module("processes.renewal.actions")
        import_module("processes.renewal.overdue")
        import_module("processes.renewal.programme.panel")
        import_module("processes.renewal.watch")
        import_module("processes.renewal.changeover.years")
        import_module("processes.closing.lapsing")
        import_module("processes.closing.panel")
        import_module("processes.parking.panel")
        import_module("processes.dialogue.panel")
        import_module("processes.extending.panel")
        for stage in ("audit.plan", "corrective_actions", "decision", "sanctions", "appeals"):
            import_module(f"processes.{stage}.resting")
        import_module("processes.special.panel")
        import_module("processes.transfer.panel")
        import_module("processes.marks.panel")
        import_module("processes.restoring.panel")
        import_module("processes.changing.panel")
        import_module("processes.changing.agenda")
        import_module("processes.appeals.panel")
        import_module("processes.amendments.panel")
        import_module("processes.complaints.panel")
        import_module("processes.organisations.people")
        import_module("processes.audit.team.separation")
        import_module("processes.stages").find()
        import_module("processes.proven")
        import_module("processes.checks")
