"""A second scheme is made with the administration's pages alone: data, not code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from processes import kinds
from processes.application import actions as application
from processes.models import DecisionRule, SurveyResult
from processes.scheme.models import Criterion, Edition, Scheme
from processes.scheme.rhythm.limits import LIMITS
from tests.support import drive
from tests.support.assessing import as_person

CRITERIA = """id,area,title_sv,title_en,kind,guidance_sv,guidance_en,evidence_sv,evidence_en
BYG-01,Lov / Permits,Fast kontaktperson,One contact,must,En per ärende.,One each.,Lista,List
BYG-02,Lov / Permits,Besked om tid,Told how long,must,De får veta.,They are told.,Brev,Letters
TID-01,Tider / Times,Tio veckor,Ten weeks,should,Inom tio veckor.,In ten.,Statistik,Figures
"""
LEVELS = {
    f"{name}_{number}": f"{name} {number}"
    for number in range(5)
    for name in ("title_sv", "title_en", "meaning_sv", "meaning_en")
}
RULE = {
    "must_floor": 2,
    "must_target": 3,
    "must_share": 80,
    "must_major_at": 0,
    "minors_make_major": 3,
    "should_floor": 2,
    "distinction_mean": "3.0",
    "distinction_nki": 70,
}


def seen(client, address):
    """What the form of a page was opened on."""
    return client.get(address).context["form"]["seen"].value()


def post(client, name, *args, **values):
    """Fill in a form as a person does: open the page, then send it."""
    address = reverse(name, args=args)
    response = client.post(address, {"seen": seen(client, address), **values})
    assert response.status_code == 302, response.context["form"].errors
    return response


def publish_edition(client, edition):
    address = reverse("publish_edition", args=[edition.pk])
    edition.refresh_from_db()
    return client.post(address, {"version": edition.version})


def make_edition(client):
    client.post(reverse("new_edition", args=["bygglov"]), {"model": ""})
    edition = Edition.objects.get(scheme__code="bygglov")
    agreed = {"agreement_sv": "Vi lovar.", "agreement_en": "We promise."}
    post(client, "edit_edition", edition.pk, title_sv="Bygglov 1", title_en="Permits 1", **agreed)
    client.post(
        reverse("import_criteria", args=[edition.pk]),
        {"file": SimpleUploadedFile("criteria.csv", CRITERIA.encode())},
    )
    post(client, "edit_levels", edition.pk, **LEVELS)
    post(client, "edit_rule", edition.pk, **RULE)
    publish_edition(client, edition)
    return edition


def cycle_values(**changed):
    return {
        "validity_months": 24,
        "recertification_visit": 6,
        "recertification_decision": 2,
        "restorable_months": 6,
        "windows": "7–10",
        "ladder_text": "-7, -1, 1",
        "quiet_text": "27–32, 51–1",
        "closed_text": "",
        **{f"limit_{limit.key}": limit.default for limit in LIMITS.values()},
        **changed,
    }


def make_cycle(client):
    client.post(reverse("new_cycle", args=["bygglov"]))
    cycle = Scheme.objects.get(code="bygglov").cycles.get()
    post(client, "edit_cycle", cycle.pk, **cycle_values())
    preview = reverse("cycle_preview", args=[cycle.pk])
    mark = client.get(preview).context["form"]["mark"].value()
    client.post(preview, {"mark": mark, "effect": "new"})
    return cycle


def make_scheme(client):
    """The whole second scheme, ready for applications."""
    client.post(
        reverse("new_scheme"),
        {"code": "bygglov", "prefix": "bl", "title_sv": "Bygglov", "title_en": "Building permits"},
    )
    make_edition(client)
    make_cycle(client)
    client.post(reverse("change_applications", args=["bygglov"]))
    return Scheme.objects.get(code="bygglov")


def test_a_second_scheme_needs_no_code(world, client):
    client.force_login(world.administrator)

    scheme = make_scheme(client)

    assert scheme.is_open
    assert scheme.prefix == "BL"
    assert scheme.editions.get().state == "published"
    assert scheme.cycles.get().state == "published"
    included = Criterion.objects.filter(area__edition__scheme=scheme, in_surveillance=True)
    assert {criterion.code for criterion in included} == {"BYG-01", "BYG-02"}


def test_a_municipality_applies_for_the_second_scheme(world, client):
    client.force_login(world.administrator)
    scheme = make_scheme(client)

    case = application.begin(world.municipality, scheme, by=world.coordinator, at=world.at)

    assert case.number.startswith("BL-")
    assert case.kind == kinds.INITIAL
    assert case.edition.title_sv == "Bygglov 1"


@pytest.mark.usefixtures("world")
def test_a_scheme_without_published_versions_cannot_open(world, client):
    client.force_login(world.administrator)
    client.post(
        reverse("new_scheme"),
        {"code": "bygglov", "prefix": "BL", "title_sv": "Bygglov", "title_en": "Permits"},
    )

    client.post(reverse("change_applications", args=["bygglov"]))

    assert not Scheme.objects.get(code="bygglov").is_open


@pytest.mark.parametrize(
    ("page", "words"),
    [("inbox", "Lots"), ("inbox", "guide"), ("cases", "Lots"), ("cases", "GUIDE")],
)
def test_tasks_and_cases_are_found_by_their_scheme_and_say_it(world, page, words):
    case = drive.apply(world)
    other = Scheme.objects.create(
        body=world.body, code="bygg", prefix="BY", title_sv="Bygglov", title_en="Permits"
    )
    client = as_person(world.officer)
    address = reverse(page) if page == "cases" else reverse("inbox_view", args=["team"])

    found = client.get(address, {"q": words}).content.decode()
    others = client.get(address, {"q": other.title_sv}).content.decode()

    assert case.number in found
    assert "Lots" in found
    assert case.number not in others


@pytest.mark.parametrize(("survey", "distinguished"), [("NKI", True), ("", False)])
def test_only_the_scheme_s_own_survey_distinguishes(world, survey, distinguished):
    DecisionRule.objects.update(distinction_mean=1, distinction_nki=70)
    Scheme.objects.update(survey=survey)
    SurveyResult.objects.create(
        organisation=world.municipality, year=2025, area="Totalt", value=99, definition="x"
    )

    assert drive.issued(drive.grant(world)).with_distinction is distinguished


def test_the_words_of_a_scheme_are_guarded_too(world, client):
    client.force_login(world.administrator)
    address = reverse("edit_scheme", args=["lots"])
    opened = seen(client, address)
    post(client, "edit_scheme", "lots", title_sv="Först", title_en="First")

    response = client.post(address, {"seen": opened, "title_sv": "Sen", "title_en": "Late"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Någon annan hann före" in page
    assert world.administrator.name in page
    assert Scheme.objects.get(code="lots").title_sv == "Först"
