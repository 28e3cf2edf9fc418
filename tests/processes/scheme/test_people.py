from urllib.parse import urlencode

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from notifications.models import Notification
from processes.models import Interest, Membership, Organisation, Person
from processes.organisations import listing
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO
from workflow import trail
from workflow.calendar import DAY, local_date
from workflow.models import Task


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return world.administrator


def appoint(client, person, organisation, role, **values):
    address = reverse("new_membership", args=[person.pk])
    values = {"from_date": "2026-01-01", "to_date": "", **values}
    return client.post(address, {"organisation": organisation.pk, "role": role, **values})


PAGES = ("schemes", "new_scheme", "people", "new_person", "organisations", "incidents")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who", ["coordinator", "signatory", "officer", "auditor", "decision_maker", "observer"]
)
def test_for_everybody_but_administrators_there_is_no_such_page(world, client, who, page):
    client.force_login(getattr(world, who))

    assert client.get(reverse(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_administrators_see_every_page(administrator, client, page):
    assert client.get(reverse(page)).status_code == 200


def test_a_new_person_gets_no_mail_and_no_password(administrator, client):
    client.post(
        reverse("new_person"), {"name": "Nya Nilsson", "email": "Nya@Example.org", "language": "sv"}
    )

    person = Person.objects.get(email="nya@example.org")
    assert not person.has_usable_password()
    assert mail.outbox == []
    assert trail.history(person).get().actor == administrator


def test_a_new_person_asks_for_a_password_herself(administrator, client):
    client.post(
        reverse("new_person"), {"name": "Nya", "email": "nya@example.org", "language": "sv"}
    )
    client.logout()

    client.post(reverse("account_reset_password"), {"email": "nya@example.org"})

    letters = Notification.objects.filter(recipient__email="nya@example.org").order_by("pk")
    assert list(letters.values_list("rule", flat=True)) == ["welcome", "reset"]


def test_two_people_never_share_an_address(world, administrator, client):
    taken = world.coordinator.email.upper()

    response = client.post(reverse("new_person"), {"name": "Nya", "email": taken, "language": "sv"})

    assert response.status_code == 422
    assert Person.objects.filter(email__iexact=taken).count() == 1


def test_a_role_belongs_to_its_kind_of_organisation(world, administrator, client):
    response = appoint(client, world.coordinator, world.municipality, Role.AUDITOR)

    assert response.status_code == 422
    assert not world.coordinator.memberships.filter(role=Role.AUDITOR).exists()


def test_a_role_is_given_once(world, administrator, client):
    assert appoint(client, world.auditor, world.body, Role.OFFICER).status_code == 302

    assert appoint(client, world.auditor, world.body, Role.OFFICER).status_code == 422


@pytest.mark.obligation(50)
def test_no_role_is_given_at_another_body(world, administrator, client):
    other = Organisation.objects.create(kind="body", code="X", name="X", full_name="X")

    response = appoint(client, world.auditor, other, Role.OFFICER)

    assert response.status_code == 422


def test_work_returns_to_its_queue_when_a_role_has_ended(world, administrator, client):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)
    membership = world.officer.memberships.get()

    client.post(reverse("end_membership", args=[membership.pk]), {"day": "2026-01-31"})

    assert Task.objects.get(pk=task.pk).owner is None


def test_a_membership_does_not_end_before_it_began(world, administrator, client):
    membership = world.officer.memberships.get()

    response = client.post(reverse("end_membership", args=[membership.pk]), {"day": "2019-12-31"})

    assert response.status_code == 422
    assert Membership.objects.get(pk=membership.pk).to_date is None


def test_nobody_ends_her_own_administration(world, administrator, client):
    membership = administrator.memberships.get()

    response = client.post(reverse("end_membership", args=[membership.pk]), {"day": str(LONG_AGO)})

    assert response.status_code == 422


def test_the_last_of_all_days_means_until_further_notice(world, administrator, client):
    appoint(client, world.auditor, world.body, Role.OFFICER, to_date="9999-12-31")

    assert world.auditor.memberships.get(role=Role.OFFICER).to_date is None


@pytest.mark.parametrize("page", ["end_membership", "end_interest"])
@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "2200-01-01", "0001-01-01"])
def test_an_end_beyond_all_use_is_an_error_at_the_field(world, administrator, client, page, day):
    drive.apply(world)
    tie = Interest.objects.create(
        person=world.auditor, organisation=world.municipality, ground="other"
    )
    ended = {"end_membership": world.auditor.memberships.get(), "end_interest": tie}[page]

    answer = client.post(reverse(page, args=[ended.pk]), {"day": day})

    assert answer.status_code == 422
    assert answer.context["form"].errors.get("day")


@pytest.mark.parametrize("page", ["new_interest", "end_interest"])
def test_a_tie_has_not_ended_before_its_day_has_come(world, administrator, client, page):
    tie = Interest.objects.create(
        person=world.officer, organisation=world.municipality, ground="other"
    )
    tomorrow = local_date(timezone.now()) + DAY
    sent = {"organisation": world.municipality.pk, "ground": "employed"}

    answer = client.post(
        reverse(page, args=[tie.pk if page == "end_interest" else world.auditor.pk]),
        {"day": tomorrow, "ended_date": tomorrow, **sent},
    )

    assert answer.status_code == 422
    assert not Interest.objects.exclude(ended_date=None).exists()


def test_a_person_is_closed_and_never_deleted(world, administrator, client):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)

    client.post(reverse("change_access", args=[world.officer.pk]))

    world.officer.refresh_from_db()
    assert not world.officer.is_active
    assert Task.objects.get(pk=task.pk).owner is None
    assert not client.login(email=world.officer.email, password="anything")


def test_nobody_closes_her_own_account(administrator, client):
    client.post(reverse("change_access", args=[administrator.pk]))

    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_tie_is_noted_and_ended(world, administrator, client):
    client.post(
        reverse("new_interest", args=[world.auditor.pk]),
        {"organisation": world.municipality.pk, "ground": "consulted", "ended_date": ""},
    )
    interest = Interest.objects.get(person=world.auditor)

    client.post(reverse("end_interest", args=[interest.pk]), {"day": "2026-01-31"})

    interest.refresh_from_db()
    assert interest.ended_date.isoformat() == "2026-01-31"
    steps = [entry.step for entry in trail.history(world.auditor)]
    assert steps == ["declare_interest", "end_interest"]


def test_people_are_found_by_name_address_and_organisation(world, administrator, client):
    for text in ("Karin", world.coordinator.email, "Hultsfred"):
        found = client.get(reverse("people"), {"text": text}).context["people"]

        assert world.coordinator in found
        assert world.officer not in found


def test_organisations_are_found_by_county(world, administrator, client):
    world.municipality.county_code, world.municipality.county_name = "08", "Kalmar län"
    world.municipality.save()

    found = client.get(reverse("organisations"), {"county": "08"}).context["organisations"]

    assert list(found) == [world.municipality]


@pytest.mark.parametrize("query", [{}, {"text": "ort"}])
def test_every_organisation_once_by_kind_and_name(
    administrator, client, monkeypatch, query, django_assert_max_num_queries
):
    monkeypatch.setattr(listing, "PAGE", 7)
    kinds = ("municipality", "partner", "joint_authority")
    Organisation.objects.bulk_create(
        Organisation(kind=kinds[n % 3], code=f"9{n}", name=f"Ort. {n // 9}", full_name=f"Ort {n}")
        for n in range(60)
    )
    found = Organisation.objects.filter(name__contains="Ort" if query else "")
    expected = list(found.order_by("kind", "name", "code"))

    seen, address = [], f"{reverse('organisations')}?{urlencode(query)}"
    while address:
        with django_assert_max_num_queries(9):
            answer = client.get(address)
        seen += answer.context["organisations"]
        address = answer.context["next"]

    assert seen == expected
    for rubbish in ("rubbish", "…", "a.b", "\x00.\x00.\x00"):
        assert client.get(reverse("organisations"), {"after": rubbish}).status_code == 200


def test_the_list_of_people_asks_few_questions(
    world, administrator, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        client.get(reverse("people"))


def test_a_role_that_has_ended_opens_no_page(world, administrator, client):
    administrator.memberships.update(to_date=local_date(world.at))

    assert client.get(reverse("people")).status_code == 404


def test_a_name_is_one_line(administrator, client):
    client.post(
        reverse("new_person"),
        {"name": " Nya\r\n  Nilsson ", "email": "nya@example.org", "language": "sv"},
    )

    assert Person.objects.get(email="nya@example.org").name == "Nya Nilsson"


def test_roles_are_offered_under_the_kind_of_organisation_they_belong_to(
    world, administrator, client
):
    form = client.get(reverse("new_membership", args=[world.auditor.pk])).context["form"]

    groups = dict(form.fields["role"].choices[1:])
    assert [role for role, _words in groups["Kommun"]] == [
        "coordinator",
        "signatory",
        "contributor",
    ]
    assert "---------" not in str(form)
