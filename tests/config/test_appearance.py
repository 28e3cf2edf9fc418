import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_appearance_stays_in_the_browser(client, theme):
    client.post(reverse("set_theme"), {"theme": theme, "next": "/"})

    answer = client.get(reverse("account_login"))
    assert f'data-color-scheme="{theme}"' in answer.content.decode()


def test_without_a_choice_the_device_decides(client):
    client.post(reverse("set_theme"), {"theme": "dark"})
    client.post(reverse("set_theme"), {"theme": "auto"})

    answer = client.get(reverse("account_login"))
    assert 'data-color-scheme="auto"' in answer.content.decode()


def test_the_choice_leads_back_to_the_page_but_never_to_another_site(client):
    home = client.post(
        reverse("set_theme"), {"theme": "dark", "next": "https://elsewhere.example/"}
    )
    back = client.post(reverse("set_theme"), {"theme": "dark", "next": "/register/"})

    assert (home.url, back.url) == ("/", "/register/")


@pytest.mark.parametrize("name", ["about", "accessibility"])
def test_everybody_may_read_about_the_system_without_a_cookie(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert not answer.cookies
