"""The task pages: assess, contribute, sign."""

from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.case.access import TaskRequest, attempt, finished
from processes.case.open_tasks import deadline_of
from processes.self_assessment import reading
from processes.self_assessment.actions import submit
from processes.self_assessment.forms import SignForm
from processes.self_assessment.models import Contribution, SelfAssessment
from workflow.engine.transitions import open_steps, perform
from workflow.models import Task


def assess(request: TaskRequest) -> HttpResponse:
    """The criteria by area, what colleagues have, and the hand-over."""
    assessment = reading.whole(request.case)
    form = Form(request.POST or None)
    if request.method == "POST" and request.POST.get("step") == "hand_over":
        at = timezone.now()
        if attempt(form, lambda: perform(assessment.hand_over, by=request.user, at=at)):
            return finished(request, _("The self-assessment is handed over to the signatory."))
    steps = {step.name: step for step in open_steps(assessment, request.user)}
    context = {
        "case": request.case,
        "form": form,
        "assessment": assessment,
        "sent_back": reading.sent_back(assessment) if assessment.remarks else None,
        "contributions": _open_contributions(assessment),
        "hand_over": steps.get("hand_over"),
        **_progress(reading.overview(assessment)),
    }
    return render(request, "processes/self_assessment/assess.html", context)


def _progress(rows: list[reading.Shown]) -> dict[str, Any]:
    return {
        "groups": reading.by_area(rows),
        "done": sum(row.is_done for row in rows),
        "total": len(rows),
    }


def _open_contributions(assessment: SelfAssessment) -> list[dict[str, Any]]:
    """What colleagues are asked for, with the deadline of their task."""
    asked = Contribution.State.ASKED
    rows = [one for one in assessment.contributions.all() if one.current_state == asked]
    wanted = [one.own_process_id for one in rows]
    tasks = Task.objects.filter(process__in=wanted, status__in=Task.OPEN)
    due = {task.process_id: deadline_of(task) for task in tasks}
    return [{"contribution": one, "deadline": due.get(one.own_process_id)} for one in rows]


def contribute(request: TaskRequest) -> HttpResponse:
    """The criteria a colleague was asked for, and the delivery."""
    contribution = Contribution.objects.get(own_process=request.task.process)
    form = Form(request.POST or None)
    if request.method == "POST" and request.POST.get("step") == "deliver":
        at = timezone.now()
        if attempt(form, lambda: perform(contribution.deliver, by=request.user, at=at, moment=at)):
            return finished(request, _("Thank you. The coordinator sees what you have written."))
    wanted = {one.pk for one in contribution.criteria.all()}
    rows = reading.overview(reading.whole(request.case))
    theirs = [replace(row, asked="") for row in rows if row.criterion.pk in wanted]
    context = {
        "case": request.case,
        "form": form,
        "contribution": contribution,
        **_progress(theirs),
    }
    return render(request, "processes/self_assessment/contribute.html", context)


def sign(request: TaskRequest) -> HttpResponse:
    """All answers; submit them with a declaration, or send them back with remarks."""
    assessment = reading.whole(request.case)
    form = SignForm(request.POST or None, initial=request.task.data)
    if form.is_bound and form.is_valid() and (done := _signed(request, assessment, form)):
        return done
    levels = reading.levels_of(request.case)
    context = {
        "case": request.case,
        "form": form,
        "assessment": assessment,
        "groups": reading.by_area(reading.draft(assessment, levels)),
    }
    return render(request, "processes/self_assessment/sign.html", context)


def _signed(
    request: TaskRequest, assessment: SelfAssessment, form: SignForm
) -> HttpResponse | None:
    at, remarks = timezone.now(), form.cleaned_data["remarks"]
    step = request.POST.get("step")
    if step == "submit" and attempt(form, lambda: submit(assessment, by=request.user, at=at)):
        number = assessment.snapshots.count()
        return redirect("assessment_receipt", number=request.case.number, n=number)
    if step == "send_back" and attempt(
        form, lambda: perform(assessment.send_back, by=request.user, at=at, remarks=remarks)
    ):
        return finished(request, _("The self-assessment is sent back to the coordinator."))
    if step == "save":
        Task.objects.filter(pk=request.task.pk).update(data={"remarks": remarks})
        return finished(request, _("Your remarks are kept. The task is still yours."))
    return None
