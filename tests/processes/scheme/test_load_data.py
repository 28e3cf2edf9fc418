import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from processes import data, demo
from processes.models import Case
from processes.organisations.models import Organisation, Person
from processes.roles import MUNICIPAL, Role
from processes.scheme.models import Criterion, Edition, RenewalCycle, Scheme
from processes.scheme.surveys import SurveyResult
from workflow import queues, trail
from workflow.calendar import local_date
from workflow.models import Task, TrailChain
from workflow.trail import proof

pytestmark = pytest.mark.django_db

STORIES = {
    "Hultsfred": "running",
    "Högsby": "running",
    "Kalmar": "granted",
    "Mönsterås": "running",
    "Oskarshamn": "running",
    "Vimmerby": "running",
    "Västervik": "running",
}


def has_work(email, day):
    person = Person.objects.get(email=email)
    return queues.taken(person).exists() or queues.available(person, day).exists()


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


def test_the_logins_are_printed_with_a_heading_and_the_word_for_them_all(capsys):
    call_command("load_data")
    capsys.readouterr()

    call_command("show_logins")

    heading, *logins, _space, word = capsys.readouterr().out.splitlines()
    assert heading.split() == ["Role", "Login", "Organisation"]
    assert len(logins) == len(Role)
    assert word == f"Password of them all: {demo.SIGN_IN_WITH}"


def test_everybody_has_something_to_try_at_once(client):
    call_command("load_data")
    today = local_date(timezone.now())

    logins = demo.logins(today)

    assert {role for role, _email, _place in logins} == {str(role.label) for role in Role}
    working = (*MUNICIPAL, Role.OFFICER, Role.AUDITOR, Role.DECISION_MAKER)
    idle = [
        email
        for role, email, _place in logins
        if role in {str(one.label) for one in working} and not has_work(email, today)
    ]
    assert idle == []
    assert client.login(email=logins[0][1], password=demo.SIGN_IN_WITH)
    assert {case.organisation.name: case.state for case in Case.objects.all()} == STORIES
    assert not any(fault for chain in TrailChain.objects.all() for fault in trail.verify(chain))
    before = (Case.objects.count(), Task.objects.count(), Person.objects.count())
    call_command("load_data")
    assert (Case.objects.count(), Task.objects.count(), Person.objects.count()) == before


def test_demonstration_people_never_enter_a_real_installation(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_data")

    assert not Person.objects.exists()
    assert Edition.objects.exists()


@pytest.mark.parametrize("options", [["--no-demo"], []], ids=["production", "demonstration"])
def test_everything_loaded_is_proven_by_the_trail(options):
    call_command("load_data", *options, verbosity=0)

    assert list(proof.differences()) == []


OWED = {
    "sv": ("tillträde", "observatörer", "ändringar", "slutar använda", "öppet register"),
    "en": ("access", "observers", "reports changes", "stops using", "open register"),
}


@pytest.mark.obligation(11, 87)
@pytest.mark.parametrize("language", OWED)
def test_the_agreement_asks_what_a_certified_municipality_owes(language):
    words = " ".join(data.text(f"agreement.{language}.txt").split())

    assert [one for one in OWED[language] if one not in words] == []
