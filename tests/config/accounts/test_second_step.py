"""The pages of the second step speak our words, in both languages, and lead people through."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.cache import cache
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from processes.models import Person

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "fyra gula båtar 1234"
LAYOUTS = {"mfa/base_entrance.html", "mfa/base_manage.html", "account/base_entrance.html"}
"""Of the library: they only lead to our own layout and have no words."""
WRONG = {"sv": "Det är inte rätt kod.", "en": "This is not the code."}
HEADINGS = {"sv": "Inloggning i två steg", "en": "Two-step sign-in"}


@pytest.fixture(autouse=True)
def nobody_has_tried() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


class User:
    """Somebody at a browser, whose every page is looked at."""

    def __init__(self, language: str) -> None:
        self.person = Person(email="anna@example.org", name="Anna Ek", language=language)
        self.person.set_password(PASSWORD)
        self.person.save()
        self.client, self.language, self.seen = Client(), language, set[str]()
        self.secret = ""

    def go(self, name: str, **sent: str) -> Any:
        """Open an address, or send something to it; the page that is shown in the end."""
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = self.language
        ask = self.client.post if sent else self.client.get
        response = ask(reverse(name), sent or None, follow=True)
        for template in response.templates:
            where = getattr(template.origin, "name", "")
            if template.name and template.name.startswith(("mfa/", "account/")):
                assert template.name in LAYOUTS or Path(where).is_relative_to(ROOT), where
                self.seen.add(template.name)
        return response

    def sign_in(self) -> Any:
        """With the password; what comes next depends on the second step."""
        return self.go("account_login", login=self.person.email, password=PASSWORD)

    def confirm(self) -> None:
        """Say once more who it is, before how one signs in is changed."""
        self.go("account_reauthenticate", password=PASSWORD)

    def code(self) -> str:
        """What the app shows."""
        counter = next(iter(auth.yield_hotp_counters_from_time()))
        return auth.format_hotp_value(auth.hotp_value(self.secret, counter))

    def turn_on(self) -> Any:
        """Let the app read the key; the spare codes are shown."""
        self.confirm()
        self.secret = self.go("mfa_activate_totp").context["form"].secret
        return self.go("mfa_activate_totp", code=self.code())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_the_second_step_is_ours(language: str):
    user = User(language)
    user.sign_in()
    off = user.go("mfa_index").content.decode()
    user.confirm()
    wrong = user.go("mfa_activate_totp", code="1").content.decode()
    spare = user.turn_on().context["unused_codes"]
    on = user.go("mfa_index").content.decode()
    file = user.client.get(reverse("mfa_download_recovery_codes")).content.decode()
    user.go("mfa_view_recovery_codes")
    user.go("mfa_generate_recovery_codes")
    made = user.go("mfa_generate_recovery_codes", action="")
    user.go("account_reauthenticate")
    user.go("mfa_reauthenticate")
    user.go("mfa_deactivate_totp")
    user.client.logout()
    user.sign_in()
    user.go("mfa_authenticate", code="1")

    assert HEADINGS[language] in off
    assert HEADINGS[language] in on
    assert off != on
    assert WRONG[language] in wrong
    assert file.split() == spare
    assert made.status_code == 200
    ours = {
        str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates/mfa").rglob("*")
    }
    pages = {name for name in ours if name.endswith(".html")}
    assert pages <= user.seen


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_code_of_the_app_or_a_spare_one_lets_in(language: str):
    user = User(language)
    user.sign_in()
    spare = user.turn_on().context["unused_codes"]
    for code in (spare[0], spare[1]):
        user.client.logout()
        assert "form" in user.sign_in().context
        wrong = user.go("mfa_authenticate", code="1").content.decode()
        assert WRONG[language] in wrong
        assert "_auth_user_id" not in user.client.session
        user.go("mfa_authenticate", code=code)
        assert "_auth_user_id" in user.client.session
    user.client.logout()
    user.sign_in()
    user.go("mfa_authenticate", code=spare[0])
    assert "_auth_user_id" not in user.client.session


def test_it_can_be_turned_off_again():
    user = User("sv")
    user.sign_in()
    user.turn_on()

    page = user.go("mfa_deactivate_totp", action="").content.decode()

    assert "Inloggning i två steg är av." in page
    user.client.logout()
    user.sign_in()
    assert "_auth_user_id" in user.client.session


def test_whoever_has_one_way_is_led_to_the_other(time_machine):
    user = User("sv")
    user.sign_in()
    user.turn_on()

    by_password = user.go("account_reauthenticate").content.decode()
    by_code = user.go("mfa_reauthenticate").content.decode()

    assert reverse("mfa_reauthenticate") in by_password
    assert reverse("account_reauthenticate") in by_code


@pytest.mark.parametrize("name", ["totp_activated", "totp_deactivated", "recovery_codes_generated"])
def test_what_is_said_in_passing_is_ours(name: str):
    template: Any = get_template(f"mfa/messages/{name}.txt")

    assert Path(template.origin.name).is_relative_to(ROOT)
