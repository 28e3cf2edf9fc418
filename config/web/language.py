from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """Answer in the language chosen in this browser, else the person's, else Swedish.

    The browser's own list is not asked: many read English there without having chosen it, and
    the same address should look the same to everybody who has not said otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = _chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


def _chosen(request: HttpRequest) -> str:
    # Public pages set no cookie and read no session: without one there is nobody to ask.
    wishes = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        wishes.append(getattr(request.user, "language", ""))
    known = dict(settings.LANGUAGES)
    return next((wish for wish in wishes if wish in known), settings.LANGUAGE_CODE)
