"""The programme of a certificate: the whole cycle as a drawing and as a table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from processes import kinds
from processes.case import access
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.sides import serves
from processes.renewal.models import Programme, ProgrammeItem
from processes.renewal.programme.programme_drawing import draw
from processes.roles import Role
from processes.standing import deadlines as certificate_deadlines
from processes.standing.models import Certificate
from workflow.calendar import Deadline, Explanation, local_date

if TYPE_CHECKING:
    from processes.standing.models import Certificate


@dataclass(frozen=True)
class Row:
    """A planned item of the programme, in words, with its three explained dates."""

    item: ProgrammeItem
    title: str
    opens: Deadline
    visit_by: Deadline
    decide_by: Deadline


@require_safe
def case_programme(request: HttpRequest, number: str) -> HttpResponse:
    """What is planned from this certificate to the next, each date explained."""
    case = access.visible_case(request, number=number)
    programme = _programme_of(case)
    context: dict[str, Any] = {"case": case, "programme": programme}
    if programme:
        certificate = programme.certificate
        rows = [_row(item) for item in _items(programme)]
        seen = _seen(request, certificate)
        context |= {
            "certificate": certificate,
            "rows": rows,
            "seen": seen,
            "may_choose": serves(case, reader_of(request), Role.OFFICER),
            "beside": Case.objects.filter(pk__in=seen, beside=True).order_by("pk"),
            "expiry": certificate_deadlines.expiry(certificate),
            "drawing": draw(certificate, rows, today=local_date(timezone.now())),
        }
    return render(request, "processes/renewal/case_programme.html", context)


def _programme_of(case: Case) -> Programme | None:
    """The case's own programme, or the one it belongs to, or the certification's latest."""
    programmes = Programme.objects.select_related(
        "certificate__case__cycle", "certificate__certification"
    )
    issued = Certificate.objects.of_case(case)
    own = programmes.filter(certificate__in=issued.values("pk")).first()
    part_of = programmes.filter(items__case=case).first()
    latest = programmes.filter(certificate__certification=case.certification)
    return own or part_of or latest.order_by("-pk").first()


def _seen(request: HttpRequest, certificate: "Certificate") -> set[int]:
    """Ids of the certification's cases that the reader may follow a link to."""
    cases = Case.objects.visible_to(request.user, local_date(timezone.now()))
    return set(cases.filter(certification=certificate.certification).values_list("pk", flat=True))


def _items(programme: Programme) -> list[ProgrammeItem]:
    return list(programme.items.select_related("case").order_by("opens_date", "pk"))


def _row(item: ProgrammeItem) -> Row:
    return Row(
        item,
        _title(item),
        opens=_deadline(item, "opens"),
        visit_by=_deadline(item, "visit_by"),
        decide_by=_deadline(item, "decide_by"),
    )


def _title(item: ProgrammeItem) -> str:
    return str(kinds.of(item.case_kind).title) % {"number": item.ordinal}


def _deadline(item: ProgrammeItem, name: str) -> Deadline:
    day = getattr(item, f"{name}_date")
    return Deadline(day, Explanation.from_json(item.explanations[name]))
