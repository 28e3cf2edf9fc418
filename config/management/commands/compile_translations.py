from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import translations


class Command(BaseCommand):
    help = "Compile every translation; needs no gettext on the machine."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for locale in settings.LOCALE_PATHS:
            for language in sorted(translations.languages(locale)):
                number = translations.compile_language(locale, language)
                if options["verbosity"]:
                    self.stdout.write(f"{language}: {number} texts")
