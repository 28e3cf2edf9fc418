"""How long a link lives by which a password is chosen: the first one longer than a new one.

No table keeps the keys. Each is signed over the password and the last sign-in of the person, so it
works once; the first kind says with its signature that it is one.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int

from processes.organisations.models import Person


class FirstPassword(PasswordResetTokenGenerator):
    """Keys of an invitation: ``settings.FIRST_PASSWORD_DAYS`` days long."""

    key_salt = "processes.organisations.accounts.password_links.FirstPassword"

    def check_token(self, user: Person | None, token: str | None) -> bool:
        """Whether the key is this person's, was not used yet and is not too old."""
        written, _dash, signature = (token or "").partition("-")
        if user is None or not signature:
            return False
        try:
            moment = base36_to_int(written)
        except ValueError:
            return False
        secrets = (self.secret, *self.secret_fallbacks)
        made = (self._make_token_with_timestamp(user, moment, secret) for secret in secrets)
        if not any(constant_time_compare(one, token or "") for one in made):
            return False
        age = self._num_seconds(self._now()) - moment
        return bool(age <= timedelta(days=settings.FIRST_PASSWORD_DAYS).total_seconds())


first = FirstPassword()


class Keys(PasswordResetTokenGenerator):
    """What opens the page on which a password is chosen: keys of both kinds.

    It makes those for a new password: ``settings.NEW_PASSWORD_DAYS`` days long.
    """

    def check_token(self, user: Person | None, token: str | None) -> bool:
        """Whether it is a key of one of the kinds that still works."""
        return bool(super().check_token(user, token)) or first.check_token(user, token)


again = Keys()
