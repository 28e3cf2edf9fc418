"""Where a link of the evidence leads: said before anybody leaves, and only to the open web."""

import ipaddress
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

INSIDE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".arpa")


def host_of(link: str) -> str:
    """The place a link leads to, letters outside a–z as the net spells them."""
    try:
        host = (urlsplit(link).hostname or "").rstrip(".")
        return host.encode("idna").decode()
    except (UnicodeError, ValueError):
        return ""


def why_not_open(link: str) -> str:
    """Why a link is not followed from here, as a sentence; empty if it leads to the open web."""
    try:
        parts = urlsplit(link)
        named = parts.username is not None or parts.password is not None
    except ValueError:
        return _("This is no address of the web.")
    if parts.scheme not in ("http", "https") or not host_of(link):
        return _("This is no address of the web.")
    if named:
        return _("The address has a name or password in it. Leave that out.")
    if _is_inside(host_of(link)):
        return _("Others cannot reach this address: it is inside a network. Add a file instead.")
    return ""


def _is_inside(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(INSIDE) or host.rpartition(".")[2].isdecimal()
