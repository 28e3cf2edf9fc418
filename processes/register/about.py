"""What everybody may know of the system itself."""

from django.http import HttpRequest, HttpResponse

from processes.register.doors import page, public


@public
def about(request: HttpRequest) -> HttpResponse:
    """What the certification is, who does what, and where to read more."""
    return page(request, "about", {})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law on accessible public services asks for."""
    return page(request, "accessibility", {})
