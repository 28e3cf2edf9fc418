from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from config.accounts import watch
from config.accounts.origin import client_address
from config.web import presses
from processes.models import Person
from processes.organisations.accounts.security import SecurityEvent, note

Kind = SecurityEvent.Kind


class Adapter(DefaultAccountAdapter):
    """Our words and limits. Nobody signs up: an administrator adds each person."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The address or the password is wrong. Check both, or choose a new password."
        ),
        "too_many_login_attempts": _(
            "There were too many wrong tries from here. Wait a quarter of an hour, "
            "or choose a new password."
        ),
        "rate_limited": _("There were too many wrong tries. Wait a quarter of an hour."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        note(Kind.SIGNED_IN, user, by=user)

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Lead on to where the person was going; should that be a button's address, it is said."""
        response: HttpResponse = super().post_login(request, user, **more)
        presses.remember(request, response["Location"])
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Person):
            note(Kind.SIGNED_OUT, request.user, by=request.user)
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        super().set_password(user, password)
        note(Kind.PASSWORD, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        watch.wrong_password(_address(credentials))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            who = self._get_login_attempts_cache_key(request, **credentials)
            watch.stopped(who, _address(credentials))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong tries count for the account *and* the machine they come from.

        By the account alone anybody could shut a named person out, from everywhere and again and
        again. A machine as a whole has a wider limit of its own.
        """
        return f"{_address(credentials)} {client_address(request)}"


def _address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
