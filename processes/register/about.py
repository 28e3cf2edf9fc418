"""What everybody may know of the system itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from processes.register.public_page import page, public
from workflow.language import spoken

FAULTS = (
    _("Files that municipalities add as evidence may be hard to read with aids. Ask us for help."),
    _("Some criteria and their guidance are harder to read than plain Swedish should be."),
    _("The warning before you are signed out is shown only where scripts are allowed."),
)
"""What the product itself is known to fall short of; whoever mends one takes it away."""


@public
def about(request: HttpRequest) -> HttpResponse:
    """What the certification is, who does what, and where to read more."""
    return page(request, "about", {})


@public
def mark_rules(request: HttpRequest) -> HttpResponse:
    """What the mark and the certificate may be used for, and what misuse leads to.

    Obligation 57.
    """
    return page(request, "mark_rules", {})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law on accessible public services asks for."""
    own = [swedish if spoken() == "sv" else english for swedish, english in _configured()]
    context = {"faults": [*map(str, FAULTS), *own], "reviewed": settings.ACCESSIBILITY_REVIEWED}
    return page(request, "accessibility", context)


def _configured() -> list[tuple[str, str]]:
    return settings.ACCESSIBILITY_FAULTS
