"""Every address of the administration belongs to one of its parts, which is then marked."""

from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from processes.organisations.administration import SECTIONS, sections

HOME = reverse("administration")


def _addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield here
        else:
            yield from _addresses(entry, here)


ADDRESSES = sorted(
    one for one in set(_addresses(get_resolver())) if one.startswith(HOME) and one != HOME
)


def marked(address: str) -> list[str]:
    request = RequestFactory().get(address)
    return [url for _words, url, is_here in sections(request) if is_here]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_in_one_part(address):
    assert len(marked(address)) == 1


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("roles/10/end/", "people"),
        ("ties/1/end/", "people"),
        ("people/1/access/", "people"),
        ("editions/1/edit/", "schemes"),
        ("cycles/1/preview/", "schemes"),
        ("security/export/", "security_log"),
        ("system/", "system"),
    ],
)
def test_it_is_the_part_that_it_belongs_to(address, part):
    assert marked(HOME + address) == [reverse(part)]


def test_every_part_has_its_own_page_marked():
    assert [marked(reverse(page)) for _words, page, _begun in SECTIONS] == [
        [reverse(page)] for _words, page, _begun in SECTIONS
    ]
