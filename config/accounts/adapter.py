from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.accounts.origin import client_address


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
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong tries count for the account *and* the machine they come from.

        By the account alone anybody could shut a named person out, from everywhere and again and
        again. A machine as a whole has a wider limit of its own.
        """
        return f"{credentials.get('email', '').lower()} {client_address(request)}"
