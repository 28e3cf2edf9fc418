"""What nobody would write, and what somebody may send: each in an address, a query and a form."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.matrix import MATRIX, Place

VALUES = {
    "a NUL": "a\x00b",
    "ten to the nineteenth": str(10**19),
    "4,301 digits": "9" * 4301,
    "a negative number": "-1",
    "no number": "1e309",
    "the year 1": "0001-01-01",
    "the year 9999": "9999-12-31",
    "no day": "2026-02-30",
    "a slash": "LED/01",
    "one dot": ".",
    "two dots": "..",
    "a word of ours": "new",
    "a percent sign": "%00%",
    "decomposed letters": unicodedata.normalize("NFD", "Högsby"),
    "right to left": "\u202eabc\u05d0",
    "10,000 letters": "å" * 10_000,
    "nothing": "",
    "spaces": "   ",
    "markup": "<script>'\"--",
    "a lone surrogate": "\udce9",
}
QUERY = (
    *("q", "after", "before", "page", "stage", "kind", "state", "show", "county", "language"),
    *("status", "next", "criterion", "number", "day", "start", "text", "scheme", "key", "view"),
)
FORM = ("task", "to", "until", "version", "step", "remove", "next", "view", "then", "theme", "open")
NAMED = re.compile(r'name="([^"]+)"')
WRITTEN = re.compile(r"<(\w+:)?(\w+)>")


@dataclass(frozen=True)
class Request:
    """Who sends what where, and which odd value stands in it."""

    name: str
    method: str
    who: str
    value: str


def addresses() -> dict[str, str]:
    """The route of every address of ours, by name, from the root."""
    return {name: route for name, route in _routes() if name in MATRIX}


def _routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield str(entry.name), route


def requests(people: list[str]) -> Iterator[Request]:
    """Every address with every value and method, each pair with another person in turn."""
    for row, name in enumerate(sorted(MATRIX)):
        for column, value in enumerate(VALUES):
            for turn, method in enumerate(("get", "post")):
                yield Request(name, method, people[(row + column + 7 * turn) % len(people)], value)


def paths(request: Request, place: Place) -> list[str]:
    """The address as it is, and with the value in place of each of its parts."""
    arguments = MATRIX[request.name].arguments(place)
    right = reverse(request.name, kwargs=arguments)
    route = addresses()[request.name]
    odd = [arguments | {name: VALUES[request.value]} for name in arguments]
    return [right, *(_path(route, said) for said in odd)]


def _path(route: str, arguments: dict[str, Any]) -> str:
    return "/" + WRITTEN.sub(lambda part: _quoted(arguments[part[2]]), route)


def _quoted(value: Any) -> str:
    return quote(str(value).encode("utf-8", "surrogatepass"), safe="")


def send(client: Client, request: Request, path: str, fields: set[str]) -> int:
    """What the server answers to the value in every field of the query or the form."""
    value = VALUES[request.value]
    if request.method == "get":
        query = "&".join(f"{name}={_quoted(value)}" for name in QUERY)
        return int(read(client.get(f"{path}?{query}")).status_code)
    body = "&".join(f"{quote(name)}={_quoted(value)}" for name in sorted({*FORM, *fields}))
    kind = "application/x-www-form-urlencoded"
    return int(client.post(path, body, content_type=kind).status_code)


def read(answer: Any) -> Any:
    """An answer whose file, if it is one, has been read: nobody else would close it."""
    if answer.streaming:
        list(answer)
    return answer


def fields_of(page: bytes) -> set[str]:
    """The names of the fields of a page's forms."""
    names = set(NAMED.findall(page.decode("utf-8", "replace")))
    return {name for name in names if name != "csrfmiddlewaretoken"}
