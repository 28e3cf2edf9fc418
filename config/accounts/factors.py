"""The second step of signing in, in our words."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as library
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultMFAAdapter):
    """What is said of a code that does not work."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This is not the code. The app shows a new one twice a minute: write the one of now."
        ),
        "cannot_delete_authenticator": _("Two-step sign-in cannot be turned off."),
        "cannot_generate_recovery_codes": _("Turn on two-step sign-in first."),
    }


def _in_our_words(form: forms.Form) -> None:
    form.fields["code"].label = _("Code")
    form.fields["code"].widget.attrs.pop("placeholder", None)


class CodeForm(library.AuthenticateForm):
    """The code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class CodeAgainForm(library.ReauthenticateForm):
    """The code, before something that changes how one signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class FirstCodeForm(ActivateTOTPForm):
    """The first code of an app that has just read the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
