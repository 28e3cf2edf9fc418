import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_page_may_load_only_what_comes_from_here(client):
    header = client.get(reverse("account_login")).headers["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in header.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "manifest-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_a_page_is_swedish_until_somebody_says_otherwise(client):
    answer = client.get(reverse("account_login"), headers={"accept-language": "en"})

    assert answer.headers["Content-Language"] == "sv"


def test_a_chosen_language_stays_in_the_browser(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    answer = client.get(reverse("account_login"))
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_a_signed_in_person_reads_her_own_language(client, django_user_model, tongue):
    person = django_user_model.objects.create(
        email="anna@example.org", name="Anna", language=tongue
    )
    client.force_login(person)

    answer = client.get(reverse("account_change_password"))

    assert answer.headers["Content-Language"] == tongue
