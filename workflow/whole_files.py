"""Files that are there whole or not at all, whenever whoever writes them is killed."""

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: str | bytes, *, mode: int = 0o644, is_new: bool = False) -> None:
    """Put a file in place at a stroke: it is written beside, kept by the disk, and renamed.

    ``is_new``: a file that is already there stays, however many write theirs at the same moment.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    data = content.encode() if isinstance(content, str) else content
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if not is_new:
        beside.replace(path)
        return
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
