"""What was handed in is read in the words of that day, each piece under its own criterion."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from processes.audit.team.changes import propose_team
from processes.case.actions import canonical_hash
from processes.models import Evidence, Snapshot
from processes.self_assessment.actions import submit
from tests.support import drive
from tests.support.assessing import answer_of, as_person, criterion_url, fill, hand_over
from tests.support.evidencing import PDF
from tests.support.hands import taken


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path


def attach(world: Any, case: Any, code: str, title: str, **given: Any) -> None:
    what = given or {"file": SimpleUploadedFile(f"{title}.pdf", PDF, "application/pdf")}
    more = {f"evidence-{name}": value for name, value in {"title": title, **what}.items()}
    as_person(world.coordinator).post(
        criterion_url(case, code), fill(case, code, then="stay", **more)
    )


def handed_in(world: Any) -> tuple[Any, Snapshot]:
    """The same file under two criteria, and a link."""
    case = drive.accept(world, drive.apply(world))
    attach(world, case, "LED-01", "Delegationsordning")
    attach(world, case, "LED-02", "Tillsynsplan")
    attach(world, case, "LED-02", "Webben", link="https://example.org/plan")
    hand_over(world, case)
    submit(drive.fresh(case).self_assessment, by=world.signatory, at=world.at)
    taken(world, case, "lead_audit", world.auditor)
    return case, Snapshot.objects.get()


def read(world: Any, case: Any, code: str) -> str:
    return as_person(world.auditor).get(criterion_url(case, code)).content.decode()


def test_a_file_under_two_criteria_keeps_the_words_of_each(world):
    case = drive.accept(world, drive.apply(world))
    for code, title in (("LED-01", "Delegationsordning"), ("LED-02", "Tillsynsplan")):
        file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        given = {"evidence-title": title, "evidence-file": file}
        as_person(world.coordinator).post(
            criterion_url(case, code), fill(case, code, then="stay", **given)
        )
    hand_over(world, case)
    submit(drive.fresh(case).self_assessment, by=world.signatory, at=world.at)
    taken(world, case, "lead_audit", world.auditor)

    html = as_person(world.auditor).get(criterion_url(case, "LED-01")).content.decode()

    assert "Delegationsordning" in html
    assert "Tillsynsplan" not in html


def test_the_auditor_s_desk_keeps_the_words_of_each(world):
    case, _snapshot = handed_in(world)
    propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    url = f"/case/{case.number}/audit/workspace/?criterion="

    html = as_person(world.auditor).get(f"{url}LED-01").content.decode()
    other = as_person(world.auditor).get(f"{url}LED-02").content.decode()

    assert ("Delegationsordning" in html, "Tillsynsplan" in html) == (True, False)
    assert ("Delegationsordning" in other, "Tillsynsplan" in other) == (False, True)


def test_title_name_criterion_and_hash_are_part_of_the_fingerprint(world):
    _case, snapshot = handed_in(world)
    first, second = snapshot.content["answers"][:2]
    file = Evidence.objects.get(title="Delegationsordning")

    assert first["criterion"] == "LED-01"
    assert first["evidence"] == [
        {
            "id": file.pk,
            "title": "Delegationsordning",
            "filename": "Delegationsordning.pdf",
            "sha256": file.sha256,
        }
    ]
    assert second["evidence"][1]["link"] == "https://example.org/plan"
    assert canonical_hash(snapshot.content) == snapshot.sha256


def test_what_was_handed_in_is_read_as_it_was_said(world):
    case, _snapshot = handed_in(world)

    Evidence.objects.update(title="Något annat", filename="annat.pdf")

    html = read(world, case, "LED-01")
    assert "Delegationsordning" in html
    assert "Delegationsordning.pdf" in html
    assert "annat" not in html


def test_a_snapshot_of_an_earlier_version_is_read_and_keeps_its_fingerprint(world):
    case, snapshot = handed_in(world)
    content = {
        "case": case.number,
        "answers": [
            {**row, "evidence": sorted(e.get("sha256") or e["link"] for e in row["evidence"])}
            for row in snapshot.content["answers"]
        ],
    }
    old = canonical_hash(content)
    Snapshot.objects.update(content=content, sha256=old)

    html, other = read(world, case, "LED-01"), read(world, case, "LED-02")

    assert ("Delegationsordning" in html, "Tillsynsplan" in html) == (True, False)
    assert ("Tillsynsplan" in other, "Webben" in other) == (True, True)
    assert canonical_hash(Snapshot.objects.get().content) == old


def test_of_an_earlier_version_also_what_was_detached_since_is_read(world):
    case, snapshot = handed_in(world)
    sha256 = Evidence.objects.get(title="Delegationsordning").sha256
    rows = [{**row, "evidence": [sha256]} for row in snapshot.content["answers"][:1]]
    Snapshot.objects.update(content={"case": case.number, "answers": rows})
    answer_of(case, "LED-01").evidence.clear()

    assert "Delegationsordning" in read(world, case, "LED-01")
