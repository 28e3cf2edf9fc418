"""From where a request comes: what the proxies we trust have seen, never what a visitor claims."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the visitor's own machine, or of the last machine that we do not trust.

    Each proxy adds the address it was called from at the end of the list. So of a list only as
    many entries count as there are proxies of ours; what stands before them anybody may have
    written.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = [one for one in map(str.strip, forwarded) if one] if settings.TRUSTED_PROXIES else []
    chain = [*seen, str(request.META.get("REMOTE_ADDR", ""))]
    return _plain(chain[-min(settings.TRUSTED_PROXIES + 1, len(chain))])


def _plain(address: str) -> str:
    """An address without its port; what is none becomes one that nobody has."""
    for written in (address, address.rpartition(":")[0].strip("[]")):
        try:
            return str(ipaddress.ip_address(written))
        except ValueError:
            continue
    return str(ipaddress.IPv4Address(0))
