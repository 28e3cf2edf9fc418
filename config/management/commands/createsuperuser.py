from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Django's own would make somebody who may do nothing: there is no admin site here."""

    help = "Use make_administrator instead."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("anything", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Roles decide what somebody may do here, and a superuser has none. "
            "Use: python manage.py make_administrator NAME EMAIL"
        )
