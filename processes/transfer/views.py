"""The page of a certificate that a municipality brings along, and the review of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import (
    TaskRequest,
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import speaks
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from processes.transfer import actions
from processes.transfer.deadlines import due
from processes.transfer.forms import JudgeForm, PaperForm, TransferForm
from processes.transfer.models import Transfer
from processes.transfer.summaries import missing, papers_of, told
from workflow.calendar import local_date
from workflow.exceptions import Conflict

ADD = "add"


@require_http_methods(["GET", "POST"])
def case_transfer(request: PersonRequest, number: str) -> HttpResponse:
    """What is told of the certificate; the coordinator writes it while the application is open."""
    case = visible_case(request, number=number)
    transfer = Transfer.objects.filter(case=case).first()
    if transfer is None:
        raise Http404
    reader, transfer.case = reader_of(request), case
    speaking = speaks(case, reader, Role.COORDINATOR)
    if request.method == "POST" and not speaking:
        raise PermissionDenied
    may_write = case.is_running and transfer.is_open and speaking
    if request.method == "POST" and not may_write:
        words = _("What is told of the certificate is handed in, and can no longer be changed.")
        return conflict_page(request, Conflict(words, code="moved_on"), case)
    if may_write:
        return _write(request, transfer, reader)
    context = {"case": case, "transfer": transfer, "rows": told(case)}
    return render(
        request, "processes/transfer/read.html", context | {"papers": papers_of(transfer)}
    )


def _write(request: PersonRequest, transfer: Transfer, reader: Reader) -> HttpResponse:
    adds = ADD in request.POST
    form = TransferForm(None if adds else posted(request), instance=transfer)
    paper = PaperForm(posted(request) if adds else None, request.FILES if adds else None)
    case = transfer.case
    if adds and paper.is_valid():
        kind, upload = paper.cleaned_data["kind"], paper.upload(kept_back=True)
        given = {"by": reader.person, "at": reader.at}
        if attempt(paper, lambda: actions.add_paper(transfer, kind, upload, **given)):
            messages.success(request, _("The paper is added."))
            return redirect("case_transfer", number=case.number)
    if form.is_bound:
        actions.write(transfer, form.said)
        if form.is_valid():
            messages.success(request, _("Saved. Nothing is sent until you submit the application."))
            return redirect("case_transfer", number=case.number)
    context = {
        "case": case,
        "form": form,
        "paper": paper,
        "papers": papers_of(transfer),
        "missing": missing(case),
    }
    return render(request, "processes/transfer/write.html", context)


def review(request: TaskRequest) -> HttpResponse:
    """Somebody who declared impartiality reviews the certificate before it is taken over."""
    case: Case = request.case
    transfer, reader = Transfer.objects.get(case=case), reader_of(request)
    transfer.case = case
    form = JudgeForm(posted(request), initial=JudgeForm.of(transfer))
    if form.is_valid() and attempt(
        form, lambda: actions.judge(transfer, form.judgement, by=reader.person, at=reader.at)
    ):
        return finished(request, _("Your review is kept. Somebody else decides."))
    asked = case.decisions.filter(state="deferred").order_by("-number").first()
    context = {
        "case": case,
        "form": form,
        "rows": told(case),
        "papers": papers_of(transfer),
        "due": due(transfer, case.cycle, local_date(reader.at)),
        "asked": asked,
    }
    return render(request, "processes/transfer/review.html", context)
