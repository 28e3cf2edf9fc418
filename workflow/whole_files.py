"""Files that are there whole or not at all, whenever whoever writes them is killed."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: str | bytes, *, mode: int = 0o644, is_new: bool = False) -> None:
    """Put a file in place at a stroke: it is written beside, kept by the disk, and renamed.

    A full disk leaves nothing. ``is_new``: a file that is already there stays, however many write
    theirs at the same moment.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    data = content.encode() if isinstance(content, str) else content
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if is_new:
            with suppress(FileExistsError):
                os.link(beside, path)
        else:
            beside.replace(path)
        _sync(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """A name is on the disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
