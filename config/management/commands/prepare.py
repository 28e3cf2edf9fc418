import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workflow.progress import Progress, console


class Migrate(migrate.Command):
    """Django's own, which tells of each migration in a line or else nothing: here, how far."""

    shown: Progress

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        out = console(options["verbosity"]) if plan else None
        self.shown = Progress("Database", len(plan), out)
        super().handle(*args, **{**options, "verbosity": 0})
        self.shown.end()

    def migration_progress_callback(
        self, action: str, migration: Any = None, fake: bool = False
    ) -> None:
        if action == "apply_success":
            self.shown.advance()


STEPS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("migrate", Migrate(), {}),
    ("load_data", "load_data", {}),
    ("collectstatic", "collectstatic", {"interactive": False, "verbosity": 0}),
    ("show_logins", "show_logins", {}),
)


def _refuse_used(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use, perhaps by Kvalitetslots itself: look at "
                f"http://127.0.0.1:{port}. Stop what runs there, or take another port: "
                f"PORT={port + 1} make run"
            ) from error


class Command(BaseCommand):
    help = "Bring the embedded mode up to date before it serves. May run any number of times."

    def handle(self, *args: Any, **options: Any) -> None:
        # Asked first: what runs there already works on the database that would be changed here.
        if port := getattr(settings, "PORT", 0):
            _refuse_used(port)
        known = get_commands()
        for name, command, arguments in STEPS:
            if name in known:
                call_command(command, **{"verbosity": options["verbosity"], **arguments})
        self.stdout.write(f"\nKvalitetslots: {settings.SITE_URL}\n")
