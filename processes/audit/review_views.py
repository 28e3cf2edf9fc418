"""The review of the documents: its task page, and its conclusion, to read and print."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from processes.audit import drafts, reviewing
from processes.audit.plan import documents
from processes.audit.review_forms import Readiness
from processes.audit.review_models import DocumentReview
from processes.audit.team.pages import led, show
from processes.case.access import TaskRequest, attempt, finished, visible_case
from processes.organisations.signed_in import PersonRequest


@led
def review_documents(request: TaskRequest) -> HttpResponse:
    """The lead reads what was submitted and finds it ready for a visit, or not."""
    at, audit = timezone.now(), request.case.audit
    before = reviewing.latest(audit)
    initial = {"reasons": audit.concerns, "in_order": before.in_order if before else ""}
    form = Readiness(request.POST or None, initial=initial)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(
        form, lambda: reviewing.conclude(audit, form.reviewed, by=request.user, at=at)
    ):
        return finished(request, _("The conclusion of the review is sent to the municipality."))
    drafts.put_back(request, form)
    submitted = documents.answers(request.case, documents.levels_of(request.case))
    areas = documents.by_area(submitted)
    return show(request, "review_documents", form=form, areas=areas)


@require_safe
def document_review(request: PersonRequest, number: str, n: int) -> HttpResponse:
    """The conclusion of a round, for everybody on the case."""
    case = visible_case(request, number=number)
    reviews = DocumentReview.objects.select_related("audit__case", "by")
    found = get_object_or_404(reviews, audit__case=case, number=n)
    return render(request, "processes/audit/document_review.html", {"case": case, "review": found})
