"""One edition: read, and while it is a draft, edited part by part and published."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Manager, Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from processes.organisations.administration import bodies_of, page, succeeds
from processes.organisations.models import Person
from processes.organisations.signed_in import PersonRequest
from processes.scheme import criteria_file, drafts
from processes.scheme.editing import Part, edit
from processes.scheme.forms import (
    AreaForm,
    CriteriaFileForm,
    CriterionForm,
    EditionForm,
    LevelsForm,
    RuleForm,
)
from processes.scheme.models import Area, Criterion, DecisionRule, Edition
from workflow import trail
from workflow.engine.transitions import open_steps
from workflow.exceptions import Conflict, Refused

LATEST = 20
MEANINGS = (
    ("id", _lazy("As LED-01: the letters name the area.")),
    ("area", _lazy("The area in both languages: Swedish / English.")),
    ("title_sv, title_en", _lazy("The criterion in a few words.")),
    ("kind", _lazy("must or should")),
    ("guidance_sv, guidance_en", _lazy("What is asked for, and why.")),
    ("evidence_sv, evidence_en", _lazy("What counts as evidence.")),
    ("in_surveillance", _lazy("yes or no; may be left out, must criteria are then included.")),
)


def edition_of(request: HttpRequest, pk: int) -> Edition:
    """An edition of a scheme the person administers; otherwise 404."""
    editions = Edition.objects.filter(scheme__body__in=bodies_of(request))
    return get_object_or_404(editions.select_related("scheme"), pk=pk)


def _area_of(request: HttpRequest, pk: int) -> Area:
    areas = Area.objects.filter(edition__scheme__body__in=bodies_of(request))
    return get_object_or_404(areas.select_related("edition__scheme"), pk=pk)


def _criterion_of(request: HttpRequest, pk: int) -> Criterion:
    criteria = Criterion.objects.filter(area__edition__scheme__body__in=bodies_of(request))
    return get_object_or_404(criteria.select_related("area__edition__scheme"), pk=pk)


def _address(edition: Edition) -> str:
    return reverse("edition", args=[edition.pk])


def _last(rows: Manager[Any]) -> int:
    """The last position that is taken."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0)


@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything an edition says."""
    row = edition_of(request, pk)
    ordered = Prefetch("criteria", Criterion.objects.order_by("position", "code"))
    steps = {step.name: step for step in open_steps(row, request.user)}
    context = {
        "edition": row,
        "scheme": row.scheme,
        "areas": row.areas.order_by("position", "code").prefetch_related(ordered),
        "levels": row.levels.order_by("level"),
        "rule": RuleForm(instance=DecisionRule.objects.filter(edition=row).first()),
        "has_rule": hasattr(row, "rule"),
        "publish": steps.get("publish"),
        "history": trail.history(row).reverse()[:LATEST],
    }
    return page(request, "processes/scheme/edition.html", context)


def edit_edition(request: PersonRequest, pk: int) -> HttpResponse:
    """Change titles and agreement."""
    row = edition_of(request, pk)
    form = EditionForm(request.POST or None, instance=row)
    return edit(request, Part(row, form, _("Titles and agreement"), _address(row)))


def edit_levels(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the maturity scale."""
    row = edition_of(request, pk)
    form = LevelsForm(request.POST or None, instance=row)

    def save(*, by: Person, at: datetime) -> None:
        drafts.save_levels(row, form.levels(), by=by, at=at)

    return edit(request, Part(row, form, _("Maturity scale"), _address(row), save))


def edit_rule(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the decision rule."""
    row = edition_of(request, pk)
    rule = DecisionRule.objects.filter(edition=row).first() or DecisionRule(edition=row)
    form = RuleForm(request.POST or None, instance=rule)
    return edit(request, Part(row, form, _("Decision rule"), _address(row)))


def new_area(request: PersonRequest, pk: int) -> HttpResponse:
    """Add an area."""
    row = edition_of(request, pk)
    area = Area(edition=row, position=_last(row.areas) + 1)
    form = AreaForm(request.POST or None, instance=area)
    return edit(request, Part(row, form, _("Add an area"), _address(row)))


def edit_area(request: PersonRequest, pk: int) -> HttpResponse:
    """Change an area."""
    area = _area_of(request, pk)
    form = AreaForm(request.POST or None, instance=area)
    return edit(request, Part(area.edition, form, _("Area"), _address(area.edition)))


def new_criterion(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a criterion to an area."""
    area = _area_of(request, pk)
    criterion = Criterion(area=area, position=_last(area.criteria) + 1)
    form = CriterionForm(request.POST or None, instance=criterion)
    return edit(request, Part(area.edition, form, _("Add a criterion"), _address(area.edition)))


def edit_criterion(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a criterion."""
    criterion = _criterion_of(request, pk)
    row = criterion.area.edition
    form = CriterionForm(request.POST or None, instance=criterion)
    removal = reverse("remove_criterion", args=[pk])
    return edit(request, Part(row, form, _("Criterion"), _address(row), removal=removal))


@require_POST
def remove_criterion(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a criterion out of a draft."""
    criterion = _criterion_of(request, pk)
    return _remove(request, criterion.area.edition, criterion)


@require_POST
def remove_area(request: PersonRequest, pk: int) -> HttpResponse:
    """Take an area and its criteria out of a draft."""
    area = _area_of(request, pk)
    return _remove(request, area.edition, area)


def _remove(request: PersonRequest, row: Edition, part: Area | Criterion) -> HttpResponse:
    try:
        drafts.remove(row, part, by=request.user, at=timezone.now())
        messages.success(request, _("Removed."))
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect(_address(row))


def import_criteria(request: PersonRequest, pk: int) -> HttpResponse:
    """Read criteria from a CSV file into a draft."""
    row = edition_of(request, pk)
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    change = partial(drafts.import_criteria, row, by=request.user, at=timezone.now())
    if succeeds(form, lambda: change(form.cleaned_data["file"])):
        number = len(form.cleaned_data["file"])
        words = ngettext("%(number)d criterion read.", "%(number)d criteria read.", number)
        messages.success(request, words % {"number": number})
        return redirect(_address(row))
    context = {"form": form, "edition": row, "back": _address(row), "columns": MEANINGS}
    return page(request, "processes/scheme/import_criteria.html", context)


@require_GET
def criteria_template(request: HttpRequest) -> HttpResponse:
    """A file of criteria to begin from. For who administers a scheme; otherwise 404."""
    bodies_of(request)
    answer = HttpResponse(criteria_file.template(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="criteria.csv"'
    return answer


@require_POST
def publish_edition(request: PersonRequest, pk: int) -> HttpResponse:
    """Publish the draft that was looked at; new cases use it from now on."""
    row = edition_of(request, pk)
    if not row.is_draft:
        return redirect(_address(row))  # published by the first of two presses
    try:
        if request.POST.get("version") != str(row.version):
            raise Conflict(
                _("The draft has changed since you opened the page. Read it again."),
                code="draft_changed",
            )
        drafts.put_in_force(row, by=request.user, at=timezone.now())
        messages.success(request, _("The edition is published. New cases use it from now on."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(_address(row))
