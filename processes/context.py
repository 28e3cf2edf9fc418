"""What every page of a signed-in person needs: where they can go, and as whom."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from processes.case.reader import Reader, reader_of
from processes.roles import Role


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main menu by role, and the roles in words."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    reader = reader_of(request)
    links = [(label, _address(name)) for label, name in _places(reader)]
    return {
        "navigation": [(label, url, _is_here(request.path, url)) for label, url in links if url],
        "acting_as": _acting_as(reader),
    }


def _places(reader: Reader) -> list[tuple[str, str]]:
    places = [(_("To do"), "inbox")]
    if reader.has_part:
        places.append((_("Cases"), "cases"))
    if reader.holds(Role.COORDINATOR):
        places.append((_("New application"), "application_new"))
    places.append((_("Register"), "register"))
    if reader.reads_statistics:
        places.append((_("Statistics"), "statistics"))
    if reader.holds(Role.ADMINISTRATOR):
        places.append((_("Administration"), "administration"))
    return [*places, (_("Notices"), "notices")]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(path: str, url: str) -> bool:
    if url == "/":
        return path == "/" or path.startswith("/inbox/")
    return path.startswith(url) or (url == "/cases/" and path.startswith("/case/"))


def _acting_as(reader: Reader) -> str:
    roles = [f"{Role(one.role).label}, {one.organisation}" for one in reader.memberships]
    return "; ".join(roles)
