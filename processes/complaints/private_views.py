"""The private page of whoever complained: to follow it, add something, take it back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from processes.case.access import attempt
from processes.complaints import actions, addresses, appealing, deadlines
from processes.complaints.forms import AddForm
from processes.complaints.papers import ComplaintAddress, ComplaintFile
from processes.complaints.policies import is_running
from processes.complaints.public_views import for_everybody, page
from processes.evidence import store as evidence_store
from processes.evidence.downloads import download


@for_everybody("GET", "POST")
def complaint_private(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a complaint, confirm the address, add something or take it back."""
    address = addresses.opened_by(key, at=timezone.now())
    if address is None:
        return page(request, "unknown", {}, status=404)
    if addresses.is_over(address, at=timezone.now()):
        return page(request, "over", {}, status=410)
    is_adding = request.method == "POST" and request.POST.get("do") == "add"
    form = AddForm(request.POST if is_adding else None)
    if request.method == "POST" and _done(request.POST.get("do", ""), address, form):
        return redirect("complaint_private", key=key)
    return _shown(request, key, address, form)


def _done(what: str, address: ComplaintAddress, form: AddForm) -> bool:
    """What was pressed is done; a refusal stands in the form."""
    complaint, at = address.complaint, timezone.now()
    if what == "confirm":
        actions.confirm_address(complaint, at=at)
        return True
    if what == "take_back":
        form.is_bound, form.data = True, {"added": "-"}
        form.full_clean()
        take_back = appealing.take_back if complaint.appeal_id else actions.recall
        return attempt(form, lambda: take_back(complaint, at=at))
    if what == "add" and form.is_valid():
        text = form.cleaned_data["added"].strip()
        return attempt(form, lambda: actions.add_words(complaint, text, at=at))
    return False


def _shown(
    request: HttpRequest, key: str, address: ComplaintAddress, form: AddForm
) -> HttpResponse:
    complaint = address.complaint
    context = {
        "key": key,
        "complaint": complaint,
        "files": complaint.files.order_by("pk"),
        "messages_of": complaint.messages.order_by("pk"),
        "form": form,
        "is_running": is_running(complaint),
        "appeal": complaint.appeal,
        "ends": deadlines.address_ends(complaint),
    }
    return page(request, "private", context, status=422 if form.errors else 200)


@for_everybody("GET")
def complaint_private_file(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """A file that came with the complaint, to whoever sent it."""
    address = addresses.opened_by(key, at=timezone.now())
    if address is None or addresses.is_over(address, at=timezone.now()):
        raise Http404
    kept = address.complaint.files.filter(pk=pk).first()
    if kept is None:
        raise Http404
    return given_out(request, kept)


def given_out(request: HttpRequest, kept: ComplaintFile) -> HttpResponseBase:
    """A file of a complaint, or the page that says it is damaged."""
    try:
        return download(kept)
    except evidence_store.DamagedError as damaged:
        return page(request, "damaged", {"message": damaged.message}, status=410)
