"""What tests of evidence need: sending a file with an answer, fetching one."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from processes.models import Answer, Evidence, Person
from tests.support.assessing import as_person, criterion_url

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def send(who: Person, case: Any, **given: Any) -> Any:
    """Save an answer together with evidence, as the page of a criterion does."""
    answer = Answer.objects.get(assessment__case=case, criterion__code="LED-01")
    data: dict[str, Any] = {
        "level": "3",
        "motivation": "Så gör vi.",
        "version": answer.version,
        "evidence-title": "Beslut § 42",
        "then": "stay",
        **{f"evidence-{name}": value for name, value in given.items()},
    }
    return as_person(who).post(criterion_url(case), data)


def upload(who: Person, case: Any, name: str, content: bytes) -> Any:
    return send(who, case, file=SimpleUploadedFile(name, content, "application/pdf"))


def get(who: Person, evidence: Evidence) -> Any:
    response = as_person(who).get(reverse("evidence", args=[evidence.pk]))
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    return response


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.pdf", PDF, "application/pdf")


def add_to_case(who: Person, case: Any, **given: Any) -> Any:
    """Add evidence on the page of the case's documents."""
    url = reverse("evidence_add", args=[case.number])
    return as_person(who).post(url, {"title": "Plan", "seen_by": "both", **given})
