"""To ask a reviewer, and to answer as one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, posted
from processes.case.reader import reader_of
from processes.organisations import reach
from processes.organisations.administration import bodies_of, page
from processes.organisations.models import Membership, Organisation
from processes.reviewing import actions
from processes.reviewing.forms import AnswerForm, InviteForm
from processes.reviewing.models import Reviewer
from workflow.models import Process, Task


@require_http_methods(["GET", "POST"])
def invite_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator asks somebody, where nobody at the body is left to do a task."""
    process, bodies = get_object_or_404(Process, pk=pk), bodies_of(request)
    reader = reader_of(request)
    if not actions.is_reviewed(process) or not _is_at(process, bodies):
        raise Http404
    held = Membership.objects.on(reader.today).filter(organisation__in=bodies)
    known = reach.people(bodies, reader.today).filter(is_active=True)
    people = known.exclude(pk__in=held.values("person")).order_by("name_order", "pk")
    form = InviteForm(posted(request), people=people)
    if request.method == "POST" and form.is_valid():
        person, by = form.cleaned_data["person"], {"by": reader.person, "at": reader.at}
        if attempt(form, lambda: actions.invite(process, person, **by)):
            messages.success(request, _("The reviewer is asked, and gets a mail."))
            return redirect("invite_reviewer", pk=process.pk)
    context = {
        "process": process,
        "form": form,
        "task": actions.left_alone(process, reader.at),
        "asked": actions.waiting_for(process),
        "reviewers": process.reviewers.select_related("person").order_by("pk"),
    }
    return page(request, "processes/reviewing/invite.html", context)


def _is_at(process: Process, bodies: frozenset[int]) -> bool:
    """It is a matter of one of the bodies."""
    places: frozenset[int] = getattr(process.subject, "places", frozenset())
    return bool(bodies & {process.organisation_id, *places})


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is asked says whether they can: nothing of it is shown before."""
    reader = reader_of(request)
    asked = Reviewer.objects.select_related("process").filter(person=reader.person)
    made = get_object_or_404(asked, pk=pk)
    declines = "decline" in request.POST
    form = AnswerForm(None if declines else posted(request))
    by = {"by": reader.person, "at": reader.at}
    if request.method == "POST" and declines:
        actions.decline(made, **by)
        messages.success(request, _("Thank you: somebody else is asked."))
        return redirect("inbox")
    if form.is_bound and form.is_valid() and attempt(form, lambda: actions.declare(made, **by)):
        messages.success(request, _("Thank you. The task is yours now."))
        mine = Task.objects.filter(process=made.process_id, owner=reader.person, finished=None)
        task = mine.first()
        return redirect("task", task.pk) if task else redirect("inbox")
    place = _party(made)
    context = {"reviewer": made, "form": form, "place": place}
    return render(request, "processes/reviewing/review.html", context)


def _party(made: Reviewer) -> str:
    """The municipality that it concerns, which whoever answers must know; "" where it is none."""
    key = actions.REVIEWED[made.process.flow_class.__name__](made.process)
    return str(Organisation.objects.get(pk=key)) if key else ""
