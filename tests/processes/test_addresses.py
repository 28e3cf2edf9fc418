"""Whatever a person chooses that later stands in an address can be reached, whatever it is."""

import re
from itertools import product
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from processes import addresses
from processes.models import Answer, Criterion, Scheme
from processes.scheme import copies
from tests import drive
from tests.assessing import as_person, criterion_url, fill, task_url
from tests.processes.test_editions import HEADER, errors_of, load
from tests.processes.test_second_scheme import seen

CHOSEN = {"code"}
GIVEN = {"number", "view", "user", "provider", "key", "uidb36", "confirmation_key"}
"""Parts of an address that are text: chosen by people; given by the system."""

ODD = [
    "BYG/9",
    "..",
    ".",
    "...",
    "check",
    "ask",
    "~2F",
    "%2F",
    "a b",
    "Å-1",
    "A?1#2",
    "\\",
    "A\u030a-1",
]
IN_CHOSEN_FORM = ["BYG-9", "L-1", "Å1-B2-C3", "led-01"]


def routes(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(getattr(entry.pattern, "_route", entry.pattern))
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def parts(route):
    return route.strip("/").split("/")


def test_every_text_in_an_address_is_given_by_the_system_or_spelt_as_chosen():
    texts = {found for route in routes() for found in re.findall(r"<(\w+):(\w+)>", route)}
    converters = {name: {c for c, n in texts if n == name} for _, name in texts}
    numbers = {name for name, found in converters.items() if found == {"int"}}

    assert all(converters[name] == {addresses.CHOSEN} for name in CHOSEN)
    assert set(converters) - numbers - GIVEN == CHOSEN


def test_no_word_of_ours_stands_where_a_chosen_name_may():
    ours = [parts(route) for route in routes()]
    chosen = [(route, n) for route in ours for n, p in enumerate(route) if addresses.CHOSEN in p]

    beside = {
        other[n]
        for (route, n), other in product(chosen, ours)
        if len(other) > n and other[:n] == route[:n] and "<" not in other[n]
    }

    assert beside == addresses.OWN_WORDS


@pytest.mark.parametrize("name", [*ODD, *IN_CHOSEN_FORM])
def test_every_name_has_an_address_of_its_own(name):
    found = resolve(unquote(reverse("criterion", kwargs={"number": "KL-1", "code": name})))

    assert (found.url_name, found.kwargs["code"]) == ("criterion", name)


@pytest.mark.parametrize("name", ODD[:-3])
def test_a_criterion_of_any_published_name_can_be_answered(world, name):
    Criterion.objects.filter(code="LED-02").update(code=name)
    case = drive.accept(world, drive.apply(world))
    client = as_person(world.coordinator)

    pages = [task_url(case, "assess"), criterion_url(case, name), criterion_url(case, "LED-01")]
    found = {client.get(page).status_code for page in pages}
    saved = client.post(criterion_url(case, name), fill(case, name, then="list"))

    assert found == {200}
    assert saved.status_code == 302
    assert Answer.objects.get(criterion__code=name).level == 3


def test_a_scheme_of_any_name_can_be_reached(world):
    Scheme.objects.update(code="new")
    client = as_person(world.administrator)

    page = client.get(reverse("scheme", args=["new"]))

    assert page.context["scheme"].code == "new"


def test_a_name_that_is_no_text_is_called_nothing(world):
    client = as_person(world.coordinator)

    answers = [client.get(f"/case/KL-1/assessment/{odd}/") for odd in ("%00", "~00", "~FF")]

    assert {answer.status_code for answer in answers} == {404}


def refused(check, name):
    try:
        check(name)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("name", ODD[:9])
def test_an_odd_name_is_refused_in_form_and_file_alike(world, name):
    client = Client()
    client.force_login(world.administrator)
    draft = copies.new_edition(world.scheme, model=world.edition, by=None, at=world.at)
    row = draft.areas.first().criteria.first()
    url = reverse("edit_criterion", args=[row.pk])
    values = {f.name: f.value() for f in client.get(url).context["form"] if f.value() is not None}

    form = client.post(url, {**values, "code": name})
    file = load(client, draft, f"{HEADER}\n{name},A / B,A,A,must,g,g,e,e\n")

    assert form.status_code == file.status_code == 422
    assert "code" in form.context["form"].errors
    assert any("LED-01" in error for error in errors_of(file))


@pytest.mark.parametrize("name", IN_CHOSEN_FORM)
def test_a_name_of_the_form_is_taken_by_the_file(world, name):
    client = Client()
    client.force_login(world.administrator)
    draft = copies.new_edition(world.scheme, model=world.edition, by=None, at=world.at)

    assert load(client, draft, f"{HEADER}\n{name},A / B,A,A,must,g,g,e,e\n").status_code == 302


def test_composed_and_decomposed_letters_of_a_file_are_one_name(world):
    client = Client()
    client.force_login(world.administrator)
    draft = copies.new_edition(world.scheme, model=world.edition, by=None, at=world.at)

    load(client, draft, f"{HEADER}\nA\u030a-1,A / B,A,A,must,g,g,e,e\n")

    assert Criterion.objects.filter(area__edition=draft, code="Å-1").exists()


@pytest.mark.parametrize(
    ("field", "name"),
    [("code", word) for word in sorted(addresses.OWN_WORDS)] + [("prefix", "K/L")],
)
def test_a_scheme_takes_no_name_of_ours(world, client, field, name):
    client.force_login(world.administrator)
    url = reverse("new_scheme")
    given = {"code": "bygglov", "prefix": "BL", "title_sv": "B", "title_en": "B", field: name}

    answer = client.post(url, {"seen": seen(client, url), **given})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert refused(addresses.number_prefix, "Ä1")
