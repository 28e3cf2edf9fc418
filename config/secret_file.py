import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def read_or_create(path: Path) -> str:
    """The key of this machine, made at the first start and readable by its owner alone."""
    try:
        with path.open("x", opener=_private) as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
