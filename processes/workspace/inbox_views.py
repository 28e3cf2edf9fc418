"""The inbox: what there is to do."""

from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from processes.case.reader import Reader, reader_of
from processes.case.stages import Stage
from processes.pager import pager
from processes.workspace import inbox as tasks
from processes.workspace.claims import Fellow, fellows
from processes.workspace.inbox import CAP, Filter, Page, View


class Search(forms.Form):
    """Narrow a list of tasks."""

    hide_optional = True

    q = forms.CharField(
        label=gettext_lazy("Municipality, case number or scheme"), required=False, max_length=60
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        required=False,
        choices=[("", gettext_lazy("All stages")), *Stage.choices],
    )


@require_safe
def inbox(request: HttpRequest, view: str = View.MINE) -> HttpResponse:
    """One view of the tasks, grouped by how near the deadline is."""
    if view not in View.values:
        raise Http404
    reader, form = reader_of(request), Search(request.GET)
    chosen = _filter(form)
    page = tasks.page(view, reader, chosen, request.GET.get("after", ""))
    counts = tasks.counts(view, reader, page)
    context = {
        "view": view,
        "views": _views(view, counts),
        "number": _capped(counts[View.MINE]),
        "heading": _heading(View(view), counts),
        "search": form,
        "page": page,
        "groups": _groups(view, page, reader),
        "colleagues": _colleagues(view, page, reader),
        "markable": _markable(view, page),
        "seen": _seen(view, page, chosen, reader),
        "is_filtered": bool(chosen),
        "can_filter": bool(page.rows or chosen or form.errors),
        "here": _address(view),
        "is_outside": bool(reader.grants) and not reader.has_part,
        "reads_statistics": reader.reads_statistics,
        **pager(request, _address(view), page.after),
    }
    if not page.rows and not chosen:
        context["coming"] = coming(view, reader, counts)
    return render(request, "processes/case/inbox.html", context)


class Coming(NamedTuple):
    """What somebody with an empty list finds elsewhere: a sentence, and the view that shows it."""

    words: str
    url: str


def coming(view: str, reader: Reader, counts: dict[View, int]) -> Coming | None:
    """Where there is something to do, or what comes next."""
    if view == View.MINE:
        for other, number in counts.items():
            if number and other in ELSEWHERE:
                words = ELSEWHERE[other](number) % {"number": _capped(number)}
                return Coming(words, _address(other))
    if view in (View.DONE, View.WATCHED, View.NOBODY):
        return None
    waiting = tasks.page(View.WAITING, reader, Filter()).rows[:1]
    if not waiting or not waiting[0].deadline:
        return None
    return Coming(waiting[0].awaited, "" if view == View.WAITING else _address(View.WAITING))


def _of_team(number: int) -> str:
    return ngettext(
        "%(number)s task waits in your team's queue.",
        "%(number)s tasks wait in your team's queue.",
        number,
    )


def _of_nobody(number: int) -> str:
    return ngettext(
        "%(number)s task waits that nobody can do.",
        "%(number)s tasks wait that nobody can do.",
        number,
    )


ELSEWHERE = {View.TEAM: _of_team, View.NOBODY: _of_nobody}
"""By view: what is said of it where there is nothing that is one's own."""


def _filter(form: Search) -> Filter:
    if not form.is_valid():
        return Filter()
    return Filter(form.cleaned_data["q"].strip(), form.cleaned_data["stage"])


def _address(view: str) -> str:
    if view == View.MINE:
        return reverse("inbox")
    return reverse("inbox_view", kwargs={"view": str(view)})


def _views(current: str, counts: dict[View, int]) -> list[tuple[Any, str, bool, str | None]]:
    shown = [view for view in View if view in (current, *counts) or view != View.NOBODY]
    return [(view.label, _address(view), view == current, _count(view, counts)) for view in shown]


def _heading(view: View, counts: dict[View, int]) -> str:
    """What the view shows and how much of it: each view has a name of its own."""
    name = _("To do") if view == View.MINE else str(view.label)
    number = _count(view, counts)
    return f"{name} ({number})" if number else name


def _count(view: View, counts: dict[View, int]) -> str | None:
    return _capped(counts[view]) if view in counts else None


def _capped(number: int) -> str:
    return f"{CAP - 1}+" if number >= CAP else str(number)


def _groups(view: str, page: Page, reader: Reader) -> list[tuple[str, list[Any]]]:
    single = {View.DONE: _("Newest first"), View.WATCHED: _("Tasks put aside")}
    if view in single:
        return [(single[View(view)], page.rows)] if page.rows else []
    return tasks.groups(page.rows, reader)


def _colleagues(view: str, page: Page, reader: Reader) -> list[Fellow]:
    """To whom marked tasks can be given; nobody where nothing can be marked."""
    if view not in (View.MINE, View.TEAM) or not any(row.can_be_given for row in page.rows):
        return []
    return fellows(reader)


def _markable(view: str, page: Page) -> bool:
    """Something can be done with several rows at once."""
    if view in (View.DONE, View.WATCHED):
        return False
    return any(row.can_be_prioritised for row in page.rows)


def _seen(view: str, page: Page, chosen: Filter, reader: Reader) -> str:
    """When the queue was seen whose next task can be taken; empty where none can."""
    if view != View.TEAM or chosen:
        return ""
    can_be_taken = any(not row.task.flow_task.declared for row in page.rows)
    return reader.at.isoformat() if can_be_taken or page.after else ""
