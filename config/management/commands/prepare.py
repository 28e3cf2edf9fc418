from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("migrate", {"verbosity": 0}),
    ("load_data", {}),
    ("collectstatic", {"interactive": False, "verbosity": 0}),
    ("show_logins", {}),
)


class Command(BaseCommand):
    help = "Bring the embedded mode up to date before it serves. May run any number of times."

    def handle(self, *args: Any, **options: Any) -> None:
        known = get_commands()
        for name, arguments in STEPS:
            if name in known:
                call_command(name, **arguments)
        self.stdout.write(f"\nKvalitetslots: {settings.SITE_URL}\n")
