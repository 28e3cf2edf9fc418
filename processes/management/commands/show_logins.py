from django.core.management.base import BaseCommand
from django.utils import timezone

from processes import demo
from workflow.calendar import local_date

HEADING = ("Role", "Login", "Organisation")


class Command(BaseCommand):
    help = "Print one demonstration login for each role."

    def handle(self, *args: object, **options: object) -> None:
        logins = demo.logins(local_date(timezone.now()))
        if not logins:
            return
        for role, email, organisation in (HEADING, *logins):
            self.stdout.write(f"{role:28} {email:32} {organisation}".rstrip())
        self.stdout.write(f"\nPassword of them all: {demo.SIGN_IN_WITH}")
