import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from config import translations
from tests.notifications.post import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    """A mail server that takes what we send."""
    with open_office() as opened:
        yield opened


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translations as they are written now, compiled."""
    locale = tmp_path_factory.mktemp("notifications") / "locale"
    for source in django_settings.LOCALE_PATHS:
        shutil.copytree(source, locale, dirs_exist_ok=True)
    translations.compile_language(locale, "sv")
    return locale


@pytest.fixture
def swedish(compiled: Path, settings: Any) -> None:
    """Pages and mails speak the Swedish that is written now."""
    settings.LOCALE_PATHS = [compiled]
