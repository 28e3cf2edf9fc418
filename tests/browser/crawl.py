"""Every page each role can reach by links, and which of them are built differently."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import resolve
from lxml import html

SHAPE = ("class", "role", "type", "aria-current", "aria-invalid", "disabled", "checked", "open")
SKIPPED = re.compile(r"/(logout|i18n|evidence)/|\.(json|csv|svg|xml|rss|pdf)$|/feed")

ENOUGH = 3
"""Rows of one kind that are looked at: the fourth criterion is built like the third."""


@dataclass(frozen=True)
class Seen:
    """A page as somebody sees it: who, where, and a digest of how it is built."""

    who: str
    address: str
    shape: str


def pages(person: Any, who: str, start: str = "/") -> list[Seen]:
    """Every HTML page reachable by links. Fails on an answer that is not 200."""
    client = Client()
    if person is not None:
        client.force_login(person)
    waiting, known, found = [start], {start}, []
    met: Counter[tuple[Any, ...]] = Counter()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code == 200, f"{who} {address}: {response.status_code}"
        if not response["Content-Type"].startswith("text/html"):
            continue
        tree = html.fromstring(response.content)
        found.append(Seen(who, address, shape(tree)))
        for link in tree.xpath("//a/@href"):
            target = urldefrag(urljoin(address, link)).url
            if any(urlsplit(target)[:2]) or target in known or SKIPPED.search(target):
                continue
            known.add(target)
            kind = _kind(target)
            met[kind] += 1
            if met[kind] <= ENOUGH:
                waiting.append(target)
    return found


def _kind(target: str) -> tuple[Any, ...]:
    """Address, case and query names: pages of one kind differ only in which row they show."""
    match = resolve(urlsplit(target).path)
    names = tuple(sorted(parse_qs(urlsplit(target).query)))
    about = match.kwargs.get("number") or match.kwargs.get("task_id")
    return match.url_name, about, names


def shape(tree: Any) -> str:
    """A digest of tags and classes: equal for pages that differ only in their words."""
    parts: list[str] = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            attributes = ",".join(f"{a}={element.get(a)}" for a in SHAPE if element.get(a))
            part = f"{element.tag}[{attributes}]"
            if not parts or parts[-1] != part:
                parts.append(part)
    return hashlib.sha256("".join(dict.fromkeys(parts)).encode()).hexdigest()
