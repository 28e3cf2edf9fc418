from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from processes.models import Membership, Organisation, Person, SecurityEvent
from processes.organisations.actions import load_organisations
from workflow import trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    load_organisations()


def make(name: str = "Ada Ek", email: str = "ada.ek@example.org") -> str:
    out = StringIO()
    call_command("make_administrator", name, email, stdout=out)
    return out.getvalue()


def test_the_link_leads_an_administrator_in(loaded, client):
    said = make()
    link = said.strip().splitlines()[-1]
    page = client.get(link, follow=True)
    password = "fyra gula båtar 1234"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    client.post("/accounts/login/", {"login": "Ada.Ek@example.org", "password": password})

    assert "Ada Ek" in said
    assert client.get("/administration/people/").status_code == 200
    person = Person.objects.get()
    assert [entry.step for entry in trail.history(person)] == ["add", "appoint"]
    assert set(SecurityEvent.objects.values_list("kind", flat=True)) >= {"add", "appoint"}


def test_who_is_administrator_already_gets_a_new_link_and_nothing_else(loaded):
    make()
    make("Bo Berg", "bo@example.org")

    assert "http://testserver/accounts/password/reset/key/" in make()
    assert Membership.objects.count() == 2


def test_two_administrators_add_the_third_themselves(loaded):
    make()
    make("Bo Berg", "bo@example.org")

    with pytest.raises(CommandError, match="has 2 administrators"):
        make("Cia Dal", "cia@example.org")
    assert Person.objects.count() == 2


def test_a_closed_account_of_the_last_administrator_is_opened_again(loaded):
    make()
    Person.objects.update(is_active=False)

    make()

    assert Person.objects.get().is_active


@pytest.mark.parametrize(
    ("name", "email", "words"),
    [("Ada", "nothing", "no e-mail address"), ("a@example.org", "a@example.org", "name first")],
)
def test_what_is_given_wrongly_is_told(loaded, name, email, words):
    with pytest.raises(CommandError, match=words):
        make(name, email)


def test_without_reference_data_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="load_data --no-demo"):
        make()


def test_a_superuser_is_not_made_for_nothing():
    with pytest.raises(CommandError, match="make_administrator"):
        call_command("createsuperuser")
    assert not Organisation.objects.exists()
