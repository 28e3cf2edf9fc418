from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from notifications import links
from processes.organisations import founding
from workflow.exceptions import Refused


class Command(BaseCommand):
    """Lives here because it puts together a person and the way to their password."""

    help = (
        "Make somebody administrator of the certification body, and print the link by which they "
        "choose a password. For the first two; who is one already gets a new link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as people write it, in quotes: 'Ada Ek'")
        parser.add_argument("email", help="the address to sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = options["name"].strip(), options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is no e-mail address.") from error
        if not name or "@" in name:
            raise CommandError("Give the name first, in quotes, and then the e-mail address.")
        try:
            body = founding.the_body()
            person = founding.make_administrator(name, email, body=body, at=timezone.now())
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{person.name} administers {body}.")
        days = settings.FIRST_PASSWORD_DAYS
        self.stdout.write(f"Open this once, within {days} days, to choose a password:")
        self.stdout.write(links.to_password(person, is_first=True))
