"""The way from page to page of a list, with what was searched for kept."""

from urllib.parse import urlencode

from django.http import HttpRequest


def pager(request: HttpRequest, address: str, after: str) -> dict[str, str]:
    """The addresses of the first and the next page; either is empty where there is none."""
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    first = f"{address}?{urlencode(kept)}" if "after" in request.GET else ""
    following = f"{address}?{urlencode({**kept, 'after': after})}" if after else ""
    return {"previous": first, "next": following}
