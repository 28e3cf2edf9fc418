"""The site for those who watch it: answers the addresses of health, and no other."""

from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as site

HEALTH = "/health/"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand on what asks how the system is."""
    if str(environ.get("PATH_INFO", "")).startswith(HEALTH):
        return site(environ, start_response)
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b""]
