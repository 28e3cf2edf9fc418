"""What makes a page public."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

KEPT_FOR = 300
NAMES = {"sv": "Svenska", "en": "English"}


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for everybody: no sign-in, no cookie, its language in the address, kept by caches."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = asked_language(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response

    return login_not_required(require_safe(conditional_page(shown)))


def asked_language(request: HttpRequest) -> str:
    """The language that the address asks for, or else that of whoever reads."""
    asked = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return asked if asked in known else translation.get_language() or settings.LANGUAGE_CODE


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A public page of the register."""
    return render(request, f"processes/register/{name}.html", {**context, **framed(request)})


def framed(request: HttpRequest) -> dict[str, Any]:
    """What every public page shows around its own: the way to the other language."""
    asked = request.GET.get("language", "")
    code = "sv" if translation.get_language() == "en" else "en"
    query = request.GET.copy()
    query["language"] = code
    return {
        "other_language": {"url": f"?{query.urlencode()}", "code": code, "name": NAMES[code]},
        "language": asked if asked in NAMES else "",
        "keep": f"?language={asked}" if asked in NAMES else "",
        "public_navigation": _navigation(request, asked),
    }


def _navigation(request: HttpRequest, asked: str) -> list[tuple[str, str, bool]]:
    match = request.resolver_match
    current = match.url_name if match else ""
    keep = f"?language={asked}" if asked in NAMES else ""
    return [
        (_("Register"), f"/register/{keep}", current == "register"),
        (_("Check a certificate"), f"/register/check/{keep}", current == "register_check"),
    ]
