"""For what and for whom an application can begin now, and what stands in the way elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.case.models import Case, Certification
from processes.case.visibility import TOLD
from processes.organisations.models import Organisation
from processes.scheme.models import Scheme
from processes.standing.status import is_current
from workflow.language import in_language


@dataclass(frozen=True)
class Obstacle:
    """Why a municipality cannot apply for a scheme now, and the page that tells more."""

    place: str
    scheme: str
    words: str
    link: str
    url: str


@dataclass(frozen=True)
class Openings:
    """What can be applied for, and what cannot."""

    places: list[Organisation]
    schemes: list[Scheme]
    obstacles: list[Obstacle]


def openings(places: Sequence[Organisation], schemes: Sequence[Scheme], day: date) -> Openings:
    """The municipalities and schemes with which an application can begin, asked in three queries.

    An item whose certificate has ended may be in nobody's way: that is known when one begins.
    """
    known = {(one.organisation_id, one.scheme_id): one for one in _certifications(places, schemes)}
    obstacles, free = [], []
    for place in places:
        for scheme in schemes:
            obstacle = _obstacle(known.get((place.pk, scheme.pk)), place, scheme, day)
            if obstacle is None:
                free.append((place, scheme))
            else:
                obstacles.append(obstacle)
    return Openings(
        places=[one for one in places if any(one == place for place, _scheme in free)],
        schemes=[one for one in schemes if any(one == scheme for _place, scheme in free)],
        obstacles=obstacles,
    )


def _certifications(places: Iterable[Any], schemes: Iterable[Any]) -> Any:
    running = Prefetch("cases", queryset=Case.objects.running().filter(TOLD), to_attr="running")
    some = Certification.objects.filter(organisation__in=places, scheme__in=schemes)
    return some.prefetch_related(running, "certificates")


def _obstacle(known: Any, place: Organisation, scheme: Scheme, day: date) -> Obstacle | None:
    if known is None:
        return None
    valid = [one for one in known.certificates.all() if is_current(one, day)]
    about = {"place": place.name, "scheme": in_language(scheme, "title")}
    for case in known.running:
        if valid or case.traits.is_applied_for:
            url = reverse("case", args=[case.number])
            return Obstacle(**about, words=_("A case is running:"), link=case.number, url=url)
    for certificate in valid:
        url = reverse("certificate", args=[str(certificate)])
        words = _("Certified already; the next case opens by itself:")
        return Obstacle(**about, words=words, link=str(certificate), url=url)
    return None
