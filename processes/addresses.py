"""Names that people choose and that later stand in an address.

New names have one checked form, here, for pages, files and models. Names of an earlier version may
have any form: an address spells them so that each is reached and none is one of our own words.
"""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import register_converter
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

OWN_WORDS = frozenset({"ask", "asked", "check", "new", "receipt"})
"""Words of our own that stand in an address where a chosen name may stand too."""

LONGEST_ADDRESS = 2000

AREA = "[0-9A-Za-zÅÄÖåäö]{1,10}"


def area_code(name: str) -> None:
    """Raises ValidationError for what cannot be the code of an area."""
    if not re.fullmatch(AREA, name):
        raise ValidationError(_("Write one to ten letters or digits."))


def criterion_code(name: str) -> None:
    """Raises ValidationError for what cannot be the code of a criterion."""
    if not re.fullmatch(rf"{AREA}(-[0-9A-Za-zÅÄÖåäö]+)+", name):
        raise ValidationError(_("Write it like LED-01: letters and digits, with a hyphen between."))


def number_prefix(name: str) -> None:
    """Raises ValidationError for what cannot begin the number of a case."""
    if not re.fullmatch("[A-Za-zÅÄÖåäö]{1,6}", name):
        raise ValidationError(_("Use letters only."))


def no_word_of_ours(name: str) -> None:
    """Raises ValidationError for a name that one of our own addresses already has."""
    if name in OWN_WORDS:
        raise ValidationError(
            _("“%(name)s” is used by the system. Choose another.") % {"name": name}
        )


class ChosenName:
    """A part of an address that somebody chose; what does not fit there is spelt as in ~2F."""

    regex = "[^/]+"
    UNSAFE: ClassVar = re.compile(r"[^\w.\-]|^\.+$")
    SPELT: ClassVar = re.compile(rb"~([0-9A-F]{2})")

    def to_url(self, name: str) -> str:
        """The name as an address spells it, unlike every word of ours."""
        if name in OWN_WORDS:
            return _spelt(name[0]) + name[1:]
        return self.UNSAFE.sub(lambda found: _spelt(found.group()), name)

    def to_python(self, spelt: str) -> str:
        """The name that an address spells. A ValueError, so 404, for what nothing is called."""
        name = self.SPELT.sub(lambda found: bytes.fromhex(found.group(1).decode()), spelt.encode())
        if b"\0" in name:
            raise ValueError(spelt)
        return name.decode()


def _spelt(text: str) -> str:
    return "".join(f"~{byte:02X}" for byte in text.encode())


CHOSEN = "chosen"
register_converter(ChosenName, CHOSEN)


def is_ours(address: str, request: HttpRequest) -> bool:
    """A request's word for where to go next is a page of this site, and no longer than one."""
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
