"""What a process may be about beside a case: each kind of row says who sees it and where it is.

A model that is registered here has tasks in the inbox, and pages for them. Its manager answers
``visible_to(person, day)``, its rows ``get_absolute_url()``.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from workflow.models import Process
from workflow.roles import Whose

SUBJECTS: dict[str, Any] = {}
"""By ``app.model``."""


Naming = Callable[[Any], int | None]
"""From a row to the key of an organisation."""

_places: dict[tuple[str, str], Naming] = {}


def register(model: Any, **places: Naming) -> None:
    """Let the pages of tasks show what is about rows of the model. Called when an app is ready.

    ``body``, ``municipality``: how a row says whose people hear of it, if somebody there does.
    """
    SUBJECTS[model._meta.label_lower] = model
    for name, naming in places.items():
        _places[model._meta.label_lower, name] = naming


def place_of(process: Process | None, name: str) -> int | None:
    """The organisation of that name of what a process is about; None where there is none."""
    if process is None:
        return None
    label = f"{process.subject_type.app_label}.{process.subject_type.model}"
    naming = _places.get((label, name))
    return naming(process.subject) if naming is not None else None


def of_type(model: Any, path: str) -> Q:
    """The process at a path of a row is about a row of the model."""
    meta = model._meta
    kind = f"{path}subject_type__"
    return Q(**{f"{kind}app_label": meta.app_label, f"{kind}model": meta.model_name})


def visible(person: Whose, day: date, path: str) -> Any:
    """The process at a path of a row is about something registered here that the person sees."""
    found: Any = Q(pk__in=[])
    for model in SUBJECTS.values():
        seen = model.objects.visible_to(person, day).filter(pk=OuterRef(f"{path}subject_id"))
        found |= of_type(model, path) & Exists(seen)
    return found


def seen(process: Process, person: Whose, day: date) -> models.Model | None:
    """What a process is about, if it is registered here and the person sees it."""
    label = f"{process.subject_type.app_label}.{process.subject_type.model}"
    model = SUBJECTS.get(label)
    if model is None:
        return None
    found: models.Model | None = (
        model.objects.visible_to(person, day).filter(pk=process.subject_id).first()
    )
    return found
