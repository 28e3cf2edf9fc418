import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from config import translations
from notifications.models import Notification
from notifications.texts import messages, prerendered
from tests.notifications.post import Office, open_office
from tests.support import drive
from tests.support.world import World


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
def swedish(compiled: Path, settings: Any) -> Iterator[None]:
    """Pages and mails speak the Swedish that is written now."""
    settings.LOCALE_PATHS = [compiled]
    _forget()
    yield
    _forget()


def _forget() -> None:
    """What was looked up once was looked up in other translations."""
    prerendered.kept.cache_clear()
    messages.words.cache_clear()


@pytest.fixture
def row(world: World) -> Notification:
    """One mail that waits: a new task for the officer."""
    drive.apply(world)
    return Notification.objects.get(recipient=world.officer)
