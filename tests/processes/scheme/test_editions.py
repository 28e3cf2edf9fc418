import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from processes.models import Criterion, Edition, MaturityLevel, Organisation, Scheme
from processes.scheme import copies, criteria_file
from tests.processes.scheme.test_second_scheme import (
    CRITERIA,
    LEVELS,
    RULE,
    post,
    publish_edition,
    seen,
)
from tests.support.world import START
from workflow import trail

HEADER = CRITERIA.splitlines()[0]
NO_TEXT = "x\0"


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return world.administrator


@pytest.fixture
def draft(world, administrator):
    """A draft copied from the published edition."""
    return copies.new_edition(world.scheme, model=world.edition, by=administrator, at=START)


def load(client, edition, content):
    file = SimpleUploadedFile(
        "criteria.csv", content if isinstance(content, bytes) else content.encode()
    )
    return client.post(reverse("import_criteria", args=[edition.pk]), {"file": file})


def filled(name, value):
    """A row of a file of criteria with a value in one column."""
    given = dict(
        zip(HEADER.split(","), ["L-1", "A / B", "A", "A", "must", "g", "g", "e", "e"], strict=True)
    )
    return ",".join({**given, name: value}.values())


def too_long(name):
    return filled(name, "x" * 10_001)


def errors_of(response):
    return response.context["form"].errors["file"]


def test_a_draft_is_copied_with_everything(world, draft):
    def texts(edition):
        criteria = Criterion.objects.filter(area__edition=edition).order_by("area__position")
        return list(criteria.values_list("area__code", "code", "kind", "title_sv"))

    assert draft.number == 2
    assert texts(draft) == texts(world.edition)
    assert draft.levels.count() == 5
    assert draft.rule.must_floor == world.edition.rule.must_floor


def test_there_is_one_draft_at_a_time(world, draft, client):
    response = client.post(reverse("new_edition", args=["lots"]), {"model": world.edition.pk})

    assert response.status_code == 422
    assert world.scheme.editions.count() == 2


def test_publishing_supersedes_the_old_at_once(world, draft, client):
    publish_edition(client, draft)

    states = dict(world.scheme.editions.values_list("number", "state"))
    assert states == {1: "superseded", 2: "published"}


def test_an_incomplete_edition_is_not_published(world, administrator, client):
    empty = copies.new_edition(world.scheme, model=None, by=administrator, at=START)

    publish_edition(client, empty)

    states = dict(world.scheme.editions.values_list("number", "state"))
    assert states == {1: "published", 2: "draft"}
    shown = client.get(reverse("edition", args=[empty.pk])).context["publish"]
    assert len(shown.refusals) == 4


@pytest.mark.parametrize("gap", ["agreement", "area"])
def test_an_edition_that_asks_to_sign_or_assess_nothing_is_not_published(draft, client, gap):
    if gap == "agreement":
        Edition.objects.filter(pk=draft.pk).update(agreement_en=" ")
    else:
        draft.areas.create(code="TOM", position=9, title_sv="Tom", title_en="Empty")

    publish_edition(client, draft)

    draft = Edition.objects.get(pk=draft.pk)
    assert draft.current_state == "draft"
    words = client.get(reverse("edition", args=[draft.pk])).context["publish"].refusals
    assert len(words) == 1


def test_what_was_not_looked_at_is_not_published(draft, client):
    address = reverse("publish_edition", args=[draft.pk])

    client.post(address, {"version": draft.version + 1})

    draft.refresh_from_db()
    assert draft.is_draft


def test_a_published_edition_never_changes(world, administrator, client):
    criterion = Criterion.objects.filter(area__edition=world.edition).first()
    address = reverse("edit_criterion", args=[criterion.pk])

    assert client.get(address).status_code == 302
    response = client.post(address, {"title_sv": "Annat"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Det här går inte att göra nu" in page
    assert "Någon annan hann före" not in page
    assert "Annat" in page
    criterion.refresh_from_db()
    assert criterion.title_sv != "Annat"


def test_the_second_of_two_administrators_sees_both_texts(draft, client):
    address = reverse("edit_edition", args=[draft.pk])
    opened = seen(client, address)
    post(client, "edit_edition", draft.pk, title_sv="Den första", title_en="First")

    response = client.post(address, {"seen": opened, "title_sv": "Den andra", "title_en": "Second"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Den första" in page
    assert "Den andra" in page
    assert Edition.objects.get(pk=draft.pk).title_sv == "Den första"


def test_an_edit_stands_in_the_trail_with_what_changed(draft, administrator, client):
    post(client, "edit_edition", draft.pk, title_sv="Utgåva tvåan", title_en="Edition 2")

    entry = trail.history(draft).last()
    assert entry.actor == administrator
    assert entry.data["changed"]["title_sv"] == ["Utgåva 2", "Utgåva tvåan"]
    assert list(trail.verify(entry.chain)) == []


def test_areas_and_criteria_are_made_changed_and_removed(draft, client):
    post(client, "new_area", draft.pk, code="NY", position=9, title_sv="Nytt", title_en="New")
    area = draft.areas.get(code="NY")
    values = {
        "code": "NY-01",
        "position": 1,
        "kind": "must",
        "in_surveillance": "on",
        **{
            f"{name}_{code}": "x"
            for name in ("title", "guidance", "evidence")
            for code in ("sv", "en")
        },
    }
    post(client, "new_criterion", area.pk, **values)
    criterion = area.criteria.get()
    post(client, "edit_criterion", criterion.pk, **{**values, "kind": "should"})
    criterion.refresh_from_db()

    assert criterion.kind == "should"
    client.post(reverse("remove_criterion", args=[criterion.pk]))
    client.post(reverse("remove_area", args=[area.pk]))
    assert not draft.areas.filter(code="NY").exists()


def test_a_code_is_used_once(draft, client):
    area = draft.areas.first()
    response = client.post(
        reverse("new_area", args=[draft.pk]),
        {"code": area.code, "position": 1, "title_sv": "x", "title_en": "x"},
    )

    assert response.status_code == 422


def test_the_scale_and_the_rule_are_data(draft, client):
    post(client, "edit_levels", draft.pk, **LEVELS)
    post(client, "edit_rule", draft.pk, **{**RULE, "must_share": 90})

    assert MaturityLevel.objects.get(edition=draft, level=3).title_en == "title_en 3"
    draft.rule.refresh_from_db()
    assert draft.rule.must_share == 90


def test_a_rule_that_contradicts_itself_is_refused(draft, client):
    address = reverse("edit_rule", args=[draft.pk])

    response = client.post(address, {"seen": seen(client, address), **RULE, "must_target": 1})

    assert response.status_code == 422


def test_a_file_adds_and_changes_criteria(draft, client):
    changed, new = "LED-01,LED / LED,Nytt,New,should,g,g,e,e", "L-1,Lov / Permits,B,B,must,g,g,e,e"

    load(client, draft, f"{HEADER}\n{changed}\n{new}\n")

    criteria = Criterion.objects.filter(area__edition=draft)
    assert criteria.get(code="LED-01").title_sv == "Nytt"
    assert criteria.get(code="L-1").in_surveillance
    assert criteria.count() == 7


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id,area\n", "title_sv"),
        (f"{HEADER}\n", ""),
        (f"{HEADER}\nLED-01,LED / LED,A,A,maybe,g,g,e,e\n", "2"),
        (f"{HEADER}\nLED-01,LED / LED,A,A,must,g,g,e,e\nX,LED / LED,,A,must,g,g,e,e\n", "3"),
        (f"{HEADER}\nL-1,A / B,A,A,must,g,g,e,e\nL-1,A / B,A,A,must,g,g,e,e\n", "L-1"),
        (f"{HEADER}\nL-1,A / B,A,A,must,g,g,e,e\nL-2,C / D,A,A,must,g,g,e,e\n", "3"),
        (f"{HEADER}\nL-1,ingen delning,A,A,must,g,g,e,e\n", "2"),
        (f'{HEADER}\n"L-1,A / B', ""),
        (b"\xff\xfe\x00", ""),
        (f"{HEADER}\nL-1,A / B,A,A,must,{'g' * 10_001},g,e,e\n", "guidance_sv"),
        *((f"{HEADER}\n{too_long(name)}\n", name) for name in HEADER.split(",")),
        *((f"{HEADER}\n{filled(name, NO_TEXT)}\n", name) for name in HEADER.split(",")),
        (f"{HEADER}\n" + "".join(f"L-{n},A / B,A,A,must,g,g,e,e\n" for n in range(1001)), "1002"),
        (f"{HEADER}\n" + "?\n" * 99, "8"),
    ],
)
def test_a_faulty_file_names_its_rows_and_changes_nothing(draft, client, content, told):
    before = Criterion.objects.count()

    response = load(client, draft, content)

    assert response.status_code == 422
    assert told in " ".join(errors_of(response))
    assert Criterion.objects.count() == before


def test_the_editions_of_another_body_do_not_exist(world, administrator, client):
    other = Organisation.objects.create(kind="body", code="X", name="X", full_name="X")
    scheme = Scheme.objects.create(
        body=other, code="annat", prefix="AN", title_sv="Annat", title_en="Other"
    )
    edition = Edition.objects.create(scheme=scheme, title_sv="A", title_en="A")

    assert client.get(reverse("scheme", args=["annat"])).status_code == 404
    for name in ("edition", "edit_edition", "edit_levels", "edit_rule", "new_area"):
        assert client.get(reverse(name, args=[edition.pk])).status_code == 404


def test_a_new_criterion_stands_last_and_can_be_removed_on_its_page(draft, client):
    area = draft.areas.first()
    area.criteria.update(position=20)

    form = client.get(reverse("new_criterion", args=[area.pk])).context["form"]

    assert form["position"].value() == 21
    criterion = area.criteria.first()
    page = client.get(reverse("edit_criterion", args=[criterion.pk])).content.decode()
    assert reverse("remove_criterion", args=[criterion.pk]) in page


def test_the_file_to_begin_from_is_read_without_an_error():
    rows, errors = criteria_file.parse(criteria_file.decoded(criteria_file.template()))

    assert errors == []
    assert [row.code for row in rows] == ["LED-01", "LED-02"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_what_a_spreadsheet_saves_is_read(encoding, delimiter):
    text = criteria_file.template().decode("utf-8-sig").replace(";", delimiter)

    rows, errors = criteria_file.parse(criteria_file.decoded(text.encode(encoding)))

    assert errors == []
    assert rows[0].texts["title_sv"] == "Kommunen har ett mål för sin service"


def test_what_is_no_text_is_refused():
    with pytest.raises(UnicodeDecodeError):
        criteria_file.decoded(b"\x89PNG\x81")
