"""The municipality comments on what is new."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from processes.case.access import TaskRequest, attempt, finished, posted
from processes.case.reader import reader_of
from processes.hearing import actions
from processes.hearing.forms import CommentForm
from processes.hearing.models import Material


def comment_material(request: TaskRequest) -> HttpResponse:
    """Say what the municipality thinks of new material, or that there is nothing to say."""
    made: Material = request.task.process.material
    form, reader = CommentForm(posted(request)), reader_of(request)
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        if attempt(form, lambda: actions.comment(made, text, by=reader.person, at=reader.at)):
            return finished(request, _("Your comment is sent to the certification body."))
    context = {"case": request.case, "material": made, "form": form}
    return render(request, "processes/hearing/comment.html", context)
