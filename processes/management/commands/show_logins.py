from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from processes import demo
from workflow.calendar import local_date


class Command(BaseCommand):
    help = "Print one demonstration login for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        logins = demo.logins(local_date(timezone.now()))
        for role, email, organisation in logins:
            self.stdout.write(f"{role:28} {email:32} {organisation}")
        if logins:
            self.stdout.write(f"{'':28} {demo.SIGN_IN_WITH}")
