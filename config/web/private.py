"""What no other user of the machine may read: the database, and mails that open accounts."""

from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def folder(path: Path) -> Path:
    """A folder for its owner alone, made if need be."""
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    path.chmod(FOLDER)
    return path


def file(path: Path) -> Path:
    """A file for its owner alone, made if need be: what is written beside it is as private."""
    path.touch(mode=FILE)
    path.chmod(FILE)
    return path
