"""The list of the register: municipalities by name, each once, in keyset pages.

A page is found along the index of names, and so costs the same however many there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from processes.organisations.models import Organisation
from processes.register.chart import codes
from processes.register.entries import Entry, certificates
from processes.scheme.models import Scheme
from processes.standing.models import Certificate
from workflow.sql.paging import firsts_of
from workflow.sql.substrings import containing

PAGE, EXPORTED, CAP = 40, 200, 1000
ORDER = ("name_order", "code")


@dataclass(frozen=True)
class Wish:
    """Who is asked for: by words and county; everybody, or those who are or were certified."""

    words: str = ""
    county: str = ""
    everybody: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.county or self.everybody)


@dataclass(frozen=True)
class Page:
    """Some municipalities, each with its latest certificate of each scheme, and what follows."""

    entries: list[Entry]
    after: str = ""


def page(wish: Wish, day: date, after: str = "", *, size: int = PAGE) -> Page:
    """The municipalities after a place in the order, and the place where the next page begins."""
    several = [_following(found, after) for found in _parts(wish)]
    if len(several) == 1:
        found = list(several[0][: size + 1])
    else:
        keys = [pk for (pk,) in firsts_of(several, size + 1)]
        found = list(Organisation.objects.filter(pk__in=keys).order_by(*ORDER)[: size + 1])
    shown = found[:size]
    return Page(_entries(shown, day), _key(shown[-1]) if len(found) > size else "")


def count(wish: Wish) -> int:
    """How many there are, counted no further than the cap and one more."""
    return firsts_of(_parts(wish), CAP + 1)[: CAP + 1].count()


def on_the_map(wish: Wish, day: date) -> list[Entry]:
    """Those of the list that have a shape on the map, as far as they have a certificate."""
    found = reduce(or_, _matches(wish.words))
    places = _asked(wish).filter(found, code__in=codes()).order_by()
    held = Certificate.objects.newest().filter(certification__organisation__in=places)
    related = held.select_related("certification__organisation", "case__cycle")
    return [Entry(one.certification.organisation, one, day) for one in related]


def exported(day: date) -> Iterator[list[Entry]]:
    """All that the list holds at first, page by page: no more than a page is in memory."""
    part = page(Wish(), day, size=EXPORTED)
    yield part.entries
    while part.after:
        part = page(Wish(), day, part.after, size=EXPORTED)
        yield part.entries


def _asked(wish: Wish) -> Any:
    found = Organisation.objects.municipalities()
    if wish.county:
        found = found.filter(county_code=wish.county)
    if wish.everybody:
        return found
    return found.filter(
        Exists(Certificate.objects.filter(certification__organisation=OuterRef("pk")))
    )


def _matches(words: str) -> list[Q]:
    """What the words may be, each found by an index of its own: names, code or number."""
    if not words:
        return [Q()]
    numbered = Certificate.objects.numbered_like(words).values("certification__organisation")
    named = [containing(one, words) for one in ("name", "full_name")]
    schemes = Scheme.objects.titled(words)
    certified = Certificate.objects.filter(certification__scheme__in=schemes)
    of_scheme = Q(pk__in=certified.values("certification__organisation"))
    return [*named, Q(code__startswith=words), Q(pk__in=numbered), of_scheme]


def _parts(wish: Wish) -> list[Any]:
    return [_asked(wish).filter(match) for match in _matches(wish.words)]


def _following(found: Any, after: str) -> Any:
    """Those after the place of a key; what nobody wrote begins from the first page."""
    name, dot, code = after.replace("\x00", "").rpartition(".")
    if not dot:
        return found
    # The first of the two is what the index can begin from.
    return found.filter(Q(name_order__gt=name) | Q(code__gt=code), name_order__gte=name)


def _key(organisation: Organisation) -> str:
    return f"{organisation.name_order}.{organisation.code}"


def _entries(shown: list[Organisation], day: date) -> list[Entry]:
    held: dict[int, list[Certificate | None]] = {}
    newest = certificates().newest().filter(certification__organisation__in=shown)
    for one in newest.order_by("certification__scheme__title_sv", "pk"):
        held.setdefault(one.certification.organisation_id, []).append(one)
    return [Entry(place, one, day) for place in shown for one in held.get(place.pk, [None])]
