import pytest
from django.core.management import CommandError, call_command

from processes import demo
from processes.organisations.models import Organisation, Person
from processes.roles import Role
from processes.scheme.models import Criterion, Edition, RenewalCycle, Scheme
from processes.scheme.surveys import SurveyResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    call_command("load_data", "--no-demo")


@pytest.mark.usefixtures("_loaded")
def test_the_reference_data_are_complete():
    assert Organisation.objects.municipalities().count() == 290
    assert Criterion.objects.count() == 45
    assert SurveyResult.objects.count() == 43
    assert Edition.objects.get().state == Edition.State.PUBLISHED
    assert RenewalCycle.objects.get().state == RenewalCycle.State.PUBLISHED
    assert Scheme.objects.get().code == "foretagslots"


@pytest.mark.usefixtures("_loaded")
def test_loading_twice_changes_nothing():
    before = (Organisation.neighbours.through.objects.count(), SurveyResult.objects.count())

    call_command("load_data", "--no-demo")

    assert (
        Organisation.neighbours.through.objects.count(),
        SurveyResult.objects.count(),
    ) == before
    assert Edition.objects.count() == 1


@pytest.mark.usefixtures("_loaded")
def test_the_pilot_municipalities_know_their_neighbours():
    hultsfred = Organisation.objects.get(code="0860")

    names = set(hultsfred.neighbours.values_list("name", flat=True))

    assert {"Högsby", "Vimmerby", "Oskarshamn", "Vetlanda"} <= names


@pytest.mark.usefixtures("_loaded")
def test_a_value_never_belongs_to_the_country_by_mistake():
    national = SurveyResult.objects.filter(organisation=None)

    assert national.count() == 10
    assert not SurveyResult.objects.filter(organisation__name="Högsby").exists()


def test_every_role_has_a_login(client):
    call_command("load_data")

    roles = {role for role, _email, _organisation in demo.logins()}

    assert roles == {str(role.label) for role in Role}
    person = Person.objects.get(email=demo.logins()[0][1])
    assert client.login(email=person.email, password=demo.SIGN_IN_WITH)


def test_demonstration_people_never_enter_a_real_installation(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_data")

    assert not Person.objects.exists()
    assert Edition.objects.exists()
