from pathlib import Path

from django.core.management.utils import get_random_secret_key

from workflow import whole_files


def read_or_create(path: Path) -> str:
    """The key of this machine, made at the first start and readable by its owner alone."""
    if path.exists() and not path.read_text().strip():
        path.unlink()  # a start of an earlier version was killed before it had written
    if not path.exists():
        whole_files.write(path, get_random_secret_key(), mode=0o600, is_new=True)
    return path.read_text()
