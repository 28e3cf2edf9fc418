"""One criterion: read it, or write the answer. Nothing that was written is ever lost."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import TaskRequest, attempt, conflict_page, visible_case
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.evidence.forms import EvidenceForm
from processes.organisations.signed_in import PersonRequest
from processes.self_assessment import reading
from processes.self_assessment.actions import attach, detach, save_answer
from processes.self_assessment.compiled_queries import answer_of, codes
from processes.self_assessment.desk import Desk, assessment_of, desk_of
from processes.self_assessment.forms import AnswerForm, colleagues
from processes.self_assessment.models import Answer
from processes.self_assessment.reading import Levels, Shown
from workflow.exceptions import Conflict, Refused
from workflow.sql.by_pk import key_of


@dataclass
class Page:
    """What a request about one criterion needs."""

    case: Case
    reader: Reader
    desk: Desk
    answer: Answer
    levels: Levels

    def answer_form(self, data: QueryDict | None = None) -> AnswerForm:
        """The form of the answer."""
        people = colleagues(self.case, self.reader)
        return AnswerForm(data, answer=self.answer, levels=self.levels, people=people)

    @cached_property
    def codes(self) -> list[str]:
        """The criteria the person goes through: all, or those a colleague asked them for."""
        rows = codes(self.desk.assessment.pk).all()
        asked = self.desk.asked_for
        if self.desk.task is None and self.answer.criterion_id in asked:
            return [code for key, code in rows if key in asked]
        return [code for _key, code in rows]


@require_http_methods(["GET", "POST"])
def criterion(request: PersonRequest, number: str, code: str) -> HttpResponse:
    """The criterion with its answer, editable for those who acts next."""
    page = _page(request, number, code)
    if request.method != "POST":
        return _show(request, page)
    if page.desk.may_write(page.answer):
        return _write(request, page)
    if not page.desk.inside:
        raise Http404
    late = Conflict(
        _("The answer can no longer be changed by you. It was not saved."), code="answer_closed"
    )
    if _is_autosave(request):
        return JsonResponse({"message": late.message, "code": late.code}, status=409)
    return conflict_page(request, late, page.case)


def _write(request: PersonRequest, page: Page) -> HttpResponse:
    if _is_autosave(request):
        return _autosave(request, page)
    try:
        return _save(request, page)
    except Conflict as conflict:
        return conflict_page(request, conflict, page.case)


def _is_autosave(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers or request.POST.get("autosave") == "1"


def _page(request: HttpRequest, number: str, code: str) -> Page:
    case, reader = visible_case(request, number=number), reader_of(request)
    assessment = assessment_of(case)
    if assessment is None:
        raise Http404
    answer = answer_of(assessment.pk, code).first()
    if answer is None:
        raise Http404
    answer.assessment = assessment
    page = Page(case, reader, desk_of(assessment, reader), answer, reading.levels_of(case))
    # The head of the page then shows the task in hand instead of leading to it.
    if task := page.desk.task_for(answer):
        cast(TaskRequest, request).task = task
    return page


def _autosave(request: PersonRequest, page: Page) -> HttpResponse:
    """Keep the draft; the reply carries the version that the next save must name."""
    form = page.answer_form(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("Not saved.")}, status=400)
    edit = form.edit(explicit=False)
    try:
        saved = save_answer(page.answer, edit, by=request.user, at=page.reader.at)
    except Conflict as conflict:
        said = {"message": conflict.message, "code": conflict.code}
        return JsonResponse(said, status=409)
    return JsonResponse({"version": saved.version})


def _save(request: PersonRequest, page: Page) -> HttpResponse:
    """Save the evidence first (no version guards it), then the answer; then go where asked."""
    form, evidence = page.answer_form(request.POST), EvidenceForm(prefix="evidence")
    _detach(request, page)
    given = EvidenceForm(request.POST, request.FILES, prefix="evidence")
    if given.has_changed():
        evidence = given if not _attach(request, page, given) else evidence
    if not form.is_valid():
        return _show(request, page, form=form, evidence=evidence)
    edit = form.edit(explicit=True)
    try:
        page.answer = save_answer(page.answer, edit, by=request.user, at=page.reader.at)
    except Conflict as conflict:
        return _both(request, page, form, conflict)
    if evidence.errors:
        return _show(request, _page(request, page.case.number, _code(page)), evidence=evidence)
    return _onwards(request, page)


def _attach(request: PersonRequest, page: Page, form: EvidenceForm) -> bool:
    """Whether the evidence is kept. If not, the form says why."""
    if not form.is_valid():
        return False
    upload = form.upload(kept_back=True)
    return attempt(form, lambda: attach(page.answer, upload, by=request.user, at=page.reader.at))


def _detach(request: HttpRequest, page: Page) -> None:
    wanted = key_of(request.POST.get("remove", ""))
    found = page.answer.evidence.filter(pk=wanted).first() if wanted else None
    if found is None:
        return
    found.case = page.case
    try:
        detach(page.answer, found, by=page.reader)
    except Refused as refused:
        messages.error(request, refused.message)


def _both(request: HttpRequest, page: Page, form: AnswerForm, conflict: Conflict) -> HttpResponse:
    """Somebody else was first: both texts, and a form that starts from one's own."""
    now = Answer.objects.select_related("changed_by").get(pk=page.answer.pk)
    data = request.POST.copy()
    data["version"] = str(now.version)
    mine = form.edit(explicit=False)
    context = {
        **_common(page),
        "message": conflict.message,
        "is_own": now.changed_by == request.user,
        "theirs": _text(now.level, now.motivation, page.levels),
        "who": now.changed_by,
        "at": now.changed_at,
        "yours": _text(mine.level, mine.motivation, page.levels),
        "answer_form": page.answer_form(data),
    }
    return render(request, "processes/self_assessment/conflict.html", context, status=409)


def _text(level: int | None, motivation: str, levels: Levels) -> str:
    chosen = reading.level_in_words(level, levels) or _("No level")
    return f"{chosen}\n\n{motivation or _('No motivation')}"


def _onwards(request: HttpRequest, page: Page) -> HttpResponse:
    """To the criterion or list the person asked for; otherwise stay."""
    then, (before, after) = request.POST.get("then", ""), _beside(page)
    if then == "next" and after:
        return redirect("criterion", number=page.case.number, code=after)
    if then == "previous" and before:
        return redirect("criterion", number=page.case.number, code=before)
    if then in ("next", "list"):
        return redirect(_list_url(page))
    messages.success(request, _("Saved."))
    return redirect("criterion", number=page.case.number, code=_code(page))


def _code(page: Page) -> str:
    return str(page.answer.criterion.code)


def _list_url(page: Page) -> str:
    task = page.desk.task_for(page.answer)
    if task is not None:
        return reverse("task", kwargs={"task_id": task.pk})
    return reverse("case_assessment", kwargs={"number": page.case.number})


def _beside(page: Page) -> tuple[str, str]:
    codes = ["", *page.codes, ""]
    place = codes.index(_code(page))
    return codes[place - 1], codes[place + 1]


def _show(
    request: HttpRequest,
    page: Page,
    *,
    form: AnswerForm | None = None,
    evidence: EvidenceForm | None = None,
) -> HttpResponse:
    context = _common(page)
    if page.desk.may_write(page.answer):
        answer_form = form or page.answer_form()
        evidence_form = evidence or EvidenceForm(prefix="evidence")
        forms: list[BaseForm] = [answer_form, evidence_form]
        context |= {"answer_form": answer_form, "evidence_form": evidence_form, "forms": forms}
        context["last"] = _last(page)
    else:
        context["shown"] = _shown(page)
    return render(request, "processes/self_assessment/criterion.html", context)


def _common(page: Page) -> dict[str, Any]:
    codes = page.codes
    before, after = _beside(page)
    return {
        "case": page.case,
        "answer": page.answer,
        "criterion": page.answer.criterion,
        "place": codes.index(_code(page)) + 1,
        "total": len(codes),
        "previous": before,
        "next": after,
        "list_url": _list_url(page),
        "draft_key": f"answer-{page.reader.person.pk}-{page.answer.pk}",
        "attached": reading.shown(page.answer, page.levels).evidence,
    }


def _last(page: Page) -> Shown | None:
    """Last cycle's answer."""
    carried = page.answer.carried_from
    return reading.shown(carried, page.levels) if carried else None


def _shown(page: Page) -> Shown:
    """The answer as the reader may see it. 404 if nothing was submitted."""
    if page.desk.inside:
        return reading.shown(page.answer, page.levels)
    snapshot = page.desk.submitted
    rows = reading.submitted(page.case, snapshot, page.levels) if snapshot else []
    for row in rows:
        if row.criterion.pk == page.answer.criterion_id:
            return row
    raise Http404
