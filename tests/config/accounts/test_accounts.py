"""Signing in: only our own addresses, one key to an account, limits that hit whom they should."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth import urls as library
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import URLResolver, reverse

from config.accounts import urls as ours
from processes.models import Person

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "fyra gula båtar 1234", "fem gula båtar 1234"
SIGN_IN, FORGOT = "/accounts/login/", "/accounts/password/reset/"


@pytest.fixture(autouse=True)
def nobody_has_tried() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anna() -> Person:
    person = Person(email="anna@example.org", name="Anna Ek")
    person.set_password(RIGHT)
    person.save()
    return person


def try_it(
    client: Any, password: str, *, to: str = "anna@example.org", via: str = "10.0.0.1"
) -> Any:
    return client.post(SIGN_IN, {"login": to, "password": password}, REMOTE_ADDR=via)


def is_in(client: Any) -> bool:
    return "_auth_user_id" in client.session


def patterns(urls: list[Any], before: str = "accounts/") -> Iterator[tuple[str, str]]:
    for one in urls:
        path = before + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, path)
        else:
            yield one.name, path


def addresses() -> list[str]:
    """Every address the library would have, but for those that are ours to offer."""
    offered = {path for _name, path in patterns(ours.urlpatterns)}
    others = [path for _name, path in patterns(library.urlpatterns) if path not in offered]
    filled = [re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "MQ", path) for path in others]
    more = ["accounts/3rdparty/", "accounts/social/signup/", "accounts/email/verify/"]
    return [f"/{path}" for path in filled + more]


def test_the_library_has_addresses_that_we_do_not_offer():
    assert {"/accounts/email/", "/accounts/signup/", "/accounts/confirm-email/"} <= set(addresses())


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("address", addresses())
def test_no_account_page_is_there_that_is_not_ours(client, anna, address, signed_in):
    if signed_in:
        client.force_login(anna)

    post = {"email": "other@example.org", "action_add": "", "action_primary": ""}
    answers = [client.get(address), client.post(address, post)]

    # nobody who is not signed in is told which addresses there are
    assert {answer.status_code for answer in answers} <= {404} | ({302} if not signed_in else set())
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    assert not EmailAddress.objects.exists()


def test_an_address_of_the_librarys_table_opens_nothing(client, anna):
    EmailAddress.objects.create(user=anna, email="old@example.org", verified=True, primary=True)

    try_it(client, RIGHT, to="old@example.org")
    assert not is_in(client)

    client.post(FORGOT, {"email": "old@example.org"})
    assert not anna.notifications.exists()


def test_signing_in_and_choosing_a_password_make_no_other_address(client, anna):
    client.post(FORGOT, {"email": "anna@example.org"})
    try_it(client, RIGHT)
    client.get(reverse("mfa_index"))
    assert is_in(client)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": RIGHT, "password1": WRONG, "password2": WRONG},
    )

    anna.refresh_from_db()
    assert anna.check_password(WRONG)
    assert not EmailAddress.objects.exists()


def test_an_address_is_the_same_however_it_is_written(client, anna):
    try_it(client, RIGHT, to="Anna@Example.ORG ")

    assert is_in(client)


def test_who_tries_wrong_passwords_is_stopped_and_the_named_person_is_not(client, anna):
    for _attempt in range(8):
        try_it(client, WRONG, via="203.0.113.66")

    stopped = try_it(client, RIGHT, via="203.0.113.66")
    assert "Vänta en kvart" in stopped.content.decode()
    assert not is_in(client)

    try_it(client, RIGHT, via="198.51.100.1")
    assert is_in(client)


def test_a_machine_that_tries_many_accounts_stops_nobody_elsewhere(client, anna, settings):
    settings.TRUSTED_PROXIES = 1
    behind = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(31):
        client.post(
            SIGN_IN,
            {"login": f"{number}@example.org", "password": WRONG},
            headers={"x-forwarded-for": "203.0.113.66"},
            **behind,
        )

    def sign_in(forwarded: str) -> bool:
        client.post(
            SIGN_IN,
            {"login": anna.email, "password": RIGHT},
            headers={"x-forwarded-for": forwarded},
            **behind,
        )
        return is_in(client)

    assert not sign_in("203.0.113.66")
    assert not sign_in("198.51.100.1, 203.0.113.66"), "what a visitor claims to be is not asked"
    assert sign_in("203.0.113.66, 198.51.100.1")


def test_too_many_requests_get_a_page_of_ours(client, anna):
    for _attempt in range(20):
        client.post(FORGOT, {"email": "nobody@example.org"})

    answer = client.post(FORGOT, {"email": "nobody@example.org"})

    assert answer.status_code == 429
    assert "Vänta en kvart" in answer.content.decode()
    assert "08-465 004 00" in answer.content.decode()


def test_a_wrong_password_is_told_in_our_words(client, anna):
    said = try_it(client, WRONG).content.decode()

    assert "Adressen eller lösenordet stämmer inte." in said


def test_who_has_a_closed_account_is_told_whom_to_ask(client, anna):
    anna.is_active = False
    anna.save()

    answer = client.post(SIGN_IN, {"login": anna.email, "password": RIGHT}, follow=True)

    assert not is_in(client)
    assert "Ditt konto är stängt" in answer.content.decode()
    assert "kontakt@demo.example" in answer.content.decode()


def test_a_closed_account_is_told_to_nobody_without_its_password(client, anna):
    anna.is_active = False
    anna.save()

    answer = client.post(SIGN_IN, {"login": anna.email, "password": WRONG}, follow=True)

    assert "stängt" not in answer.content.decode()
