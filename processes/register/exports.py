"""The register as data: JSON, CSV and a feed of decisions."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.decision.models import Decision
from processes.register.entries import Entry, certificates
from processes.register.listing import exported
from processes.register.public_page import public
from processes.standing.models import Certificate, StatusInterval
from workflow.calendar import at_eight, local_date
from workflow.language import in_language

FEED_LENGTH = 50
MARK = "\ufeff"
"""By it, and by the semicolons, a Swedish spreadsheet knows letters and columns."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS: tuple[tuple[str, Callable[[Entry, Any], Any]], ...] = (
    ("code", lambda e, c: e.organisation.code),
    ("municipality", lambda e, c: e.organisation.name),
    ("county", lambda e, c: e.organisation.county_name),
    ("scheme", lambda e, c: c.certification.scheme.code),
    ("edition", lambda e, c: c.case.edition.number),
    ("number", lambda e, c: c.number),
    ("revision", lambda e, c: c.revision),
    ("status", lambda e, c: e.status),
    ("decided", lambda e, c: c.decided_date.isoformat()),
    ("effective", lambda e, c: c.effective_date.isoformat()),
    ("expiry", lambda e, c: c.expiry_date.isoformat()),
    ("revised", lambda e, c: c.revised_date.isoformat() if c.revised_date else ""),
    ("scope", lambda e, c: c.scope),
)


Row = dict[str, Any]


def _rows(day: date) -> Iterator[list[Row]]:
    """Every latest certificate, some at a time: however many, they are never together."""
    for some in exported(day):
        yield [{name: read(e, e.certificate) for name, read in COLUMNS} for e in some]


@public
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """Every latest certificate, for machines."""
    parts = _json(local_date(timezone.now()))
    return StreamingHttpResponse(parts, content_type="application/json")


def _json(day: date) -> Iterator[str]:
    yield f'{{"date": {json.dumps(day.isoformat())}, "certificates": ['
    comma = ""
    for rows in _rows(day):
        if rows:
            yield comma + ", ".join(json.dumps(row, ensure_ascii=False) for row in rows)
            comma = ", "
    yield "]}"


@public
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What the JSON holds, for spreadsheets; no cell can be taken for a formula."""
    parts = _csv(local_date(timezone.now()))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="register.csv"'
    return response


def _csv(day: date) -> Iterator[str]:
    names = [name for name, _read in COLUMNS]
    yield MARK + _lines([names])
    for rows in _rows(day):
        yield _lines([_harmless(row[name]) for name in names] for row in rows)


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _harmless(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


@public
def register_feed(request: HttpRequest) -> HttpResponse:
    """The latest decisions that issued a certificate or turned its status, as RSS."""
    feed = Rss201rev2Feed(
        title=_("Decisions on certificates"),
        link=request.build_absolute_uri(reverse("register")),
        description=_("Certificates issued, renewed, taken out of force and restored"),
        feed_url=request.build_absolute_uri(),
    )
    issued = certificates().filter(revised_date=None).order_by("-decided_date", "-pk")
    revised = certificates().exclude(revised_date=None).select_related("decision")
    revised = revised.order_by("-revised_date", "-pk")
    both = [*issued[:FEED_LENGTH], *revised[:FEED_LENGTH]]
    items = [_item(request, certificate) for certificate in both]
    items += [_turned(request, interval) for interval in _turns()]
    items.sort(key=lambda item: item["pubdate"], reverse=True)
    for item in items[:FEED_LENGTH]:
        feed.add_item(**item)
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _item(request: HttpRequest, certificate: Certificate) -> dict[str, Any]:
    organisation = certificate.certification.organisation
    words = _issued(certificate)
    page = reverse("register_certificate", args=[organisation.code])
    return {
        "title": words % {"name": organisation.name},
        "link": request.build_absolute_uri(page),
        "description": _("%(scheme)s, %(number)s, valid to and including %(day)s")
        % {
            "scheme": in_language(certificate.certification.scheme, "title"),
            "number": certificate,
            "day": certificate.expiry_date.isoformat(),
        },
        "unique_id": str(certificate),
        "unique_id_is_permalink": False,
        "pubdate": at_eight(certificate.revised_date or certificate.decided_date),
    }


def _issued(certificate: Certificate) -> str:
    """What the decision did that issued a revision."""
    if certificate.revised_date is not None and certificate.decision is not None:
        return str(REVISED[certificate.decision.kind])
    if certificate.revision > 1:
        return _("%(name)s: certificate renewed")
    return _("%(name)s: certificate issued")


REVISED = {
    "correct": gettext_lazy("%(name)s: certificate corrected"),
    "extend": gettext_lazy("%(name)s: scope of the certificate extended"),
    "reduce": gettext_lazy("%(name)s: scope of the certificate reduced"),
}
"""What a decision about the words of a certificate did, by its kind."""
TURNED = {
    "suspend": gettext_lazy("%(name)s: certificate temporarily withdrawn"),
    "restore": gettext_lazy("%(name)s: certificate restored"),
    "lift": gettext_lazy("%(name)s: certificate restored"),
    "withdraw": gettext_lazy("%(name)s: certificate withdrawn"),
    "end": gettext_lazy("%(name)s: certificate ended at the holder's wish"),
}
"""What a decision about a certificate in force did, by its kind."""


def _turns() -> Any:
    """The latest statuses that such a decision opened."""
    rows = StatusInterval.objects.filter(decision__kind__in=list(TURNED))
    related = rows.select_related(
        "decision", "certification__organisation", "certification__scheme"
    )
    return related.order_by("-from_at", "-pk")[:FEED_LENGTH]


def _turned(request: HttpRequest, interval: StatusInterval) -> dict[str, Any]:
    organisation = interval.certification.organisation
    words = TURNED[cast(Decision, interval.decision).kind]
    page = reverse("register_certificate", args=[organisation.code])
    return {
        "title": words % {"name": organisation.name},
        "link": request.build_absolute_uri(page),
        "description": f"{in_language(interval.certification.scheme, 'title')}, {interval.number}",
        "unique_id": f"{interval.number} {interval.kind} {interval.from_at.isoformat()}",
        "unique_id_is_permalink": False,
        "pubdate": interval.from_at,
    }
