"""A file that somebody handed in, as it is given out."""

from typing import Any

from django.http import FileResponse

from processes.evidence import store


def download(kept: Any) -> FileResponse:
    """The file of a row that the store keeps, always as a download that cannot run.

    Raises DamagedError where it is not what was kept.
    """
    response = FileResponse(
        store.opened(kept),
        as_attachment=True,
        filename=kept.filename,
        content_type=kept.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response
