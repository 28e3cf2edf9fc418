"""How a part of a draft is edited: one form, guarded, saved with its trail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.organisations.administration import page, succeeds
from processes.organisations.models import Person
from processes.organisations.signed_in import PersonRequest
from processes.scheme import drafts
from processes.scheme.forms import GuardedForm
from processes.scheme.models import Edition, RenewalCycle
from workflow import trail
from workflow.exceptions import Conflict

Version = Edition | RenewalCycle


@dataclass(frozen=True)
class Part:
    """What is edited: a form on a part of a version, and the page to go back to."""

    version: Version
    form: GuardedForm
    heading: str
    back: str
    save: Callable[..., Any] | None = None
    template: str = "processes/scheme/part.html"
    removal: str = ""

    def write(self, by: Person) -> None:
        """Save what was written."""
        at = timezone.now()
        if self.save is not None:
            self.save(by=by, at=at)
        else:
            row, before = self.form.instance, self.form.before
            drafts.save(self.version, row, before=before, by=by, at=at)


def edit(request: PersonRequest, part: Part) -> HttpResponse:
    """The page of one part: saved, refused with reasons, or in conflict with both texts."""
    if not part.version.is_draft and request.method != "POST":
        messages.info(request, _("A published version never changes. Make a new draft instead."))
        return redirect(part.back)
    form = part.form
    if form.says_what_is_kept:
        messages.success(request, _("Saved."))
        return redirect(part.back)
    if form.is_stale or (form.is_bound and not part.version.is_draft):
        return conflict(request, part)
    try:
        if succeeds(form, lambda: part.write(request.user)):
            messages.success(request, _("Saved."))
            return redirect(part.back)
    except Conflict:
        return conflict(request, part)
    context = {
        "form": form,
        "heading": part.heading,
        "back": part.back,
        "version": part.version,
        "removal": part.removal,
    }
    return page(request, part.template, context)


def conflict(request: HttpRequest, part: Part) -> HttpResponse:
    """Somebody else was first: what is saved now beside what was written here.

    Or the version is published by now, by whomever: then it is not the time to change it.
    """
    row: Model | None = (
        type(part.form.instance)._default_manager.filter(pk=part.form.instance.pk).first()
    )
    saved = type(part.form)(instance=row) if row else None
    last = trail.history(part.version).last()
    is_closed = not type(part.version)._default_manager.get(pk=part.version.pk).is_draft
    context = {
        "is_closed": is_closed,
        "message": _("A published version never changes. Make a new draft instead.")
        if is_closed
        else "",
        "theirs": saved.told() if saved else "",
        "yours": part.form.told(),
        "link": part.back,
        "who": last.actor if last else None,
        "at": last.at if last else None,
    }
    return page(request, "409.html", context, status=409)
