"""The library's forms in our words."""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.utils.translation import gettext_lazy as _

from config.accounts.passwords import Length
from processes.models import Person


class SignInForm(library.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""  # the page says it in words of its own


class ResetForm(forms.Form):
    """The address to which a link to choose a new password goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def person(self) -> Person | None:
        """Whose address it is, if anybody who may sign in has it."""
        address = self.cleaned_data["email"].lower()
        return Person.objects.filter(email=address, is_active=True).first()


def _in_our_words(form: forms.Form) -> None:
    new, again = form.fields["password1"], form.fields["password2"]
    new.label, again.label = _("New password"), _("The new password again")
    new.help_text = Length().get_help_text()


class NewPasswordForm(library.ResetPasswordKeyForm):
    """A password chosen by the link of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(library.ChangePasswordForm):
    """Another password, by somebody who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have now")
        self.fields["oldpassword"].help_text = ""
        _in_our_words(self)
