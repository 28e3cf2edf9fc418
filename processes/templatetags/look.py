"""Tags for the shared pieces of templates/. They read and answer; they never change a row."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms, template
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_noop

from workflow.calendar import Deadline
from workflow.language import human_date as in_words
from workflow.language import in_language

register = template.Library()

_MISSING = {
    "input": gettext_noop("Fill in “%(label)s”"),
    "group": gettext_noop("Fill in “%(label)s”"),
    "choices": gettext_noop("Choose an answer for “%(label)s”"),
    "check": gettext_noop("Tick “%(label)s”"),
}


@dataclass(frozen=True)
class When:
    """A date as it is shown: the day, how far away it is, and why it is that day."""

    date: dt.date
    day: str
    words: str
    late: bool
    why: str


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox of a choice."""

    control: SafeString
    id: str
    label: str
    hint: str


@register.simple_tag
def translated(obj: Model, name: str) -> str:
    """The field `name` of a bilingual row in the language of the page."""
    return in_language(obj, name)


@register.simple_tag
def session_seconds() -> int:
    """How long a session goes on that nobody uses."""
    return settings.SESSION_COOKIE_AGE


@register.simple_tag
def contact() -> dict[str, str]:
    """Who answers for the certification: name, e-mail and telephone of the body."""
    return settings.CONTACT


@register.simple_tag
def human_date(day: dt.date | None) -> str:
    """The date and how far away it is: "12 okt, om 3 dagar"."""
    return in_words(day, timezone.localdate()) if day else ""


@register.simple_tag
def dated(deadline: Deadline | dt.date | None) -> When | None:
    """The parts of a deadline for `components/_deadline.html`."""
    if not deadline:
        return None
    date = deadline.date if isinstance(deadline, Deadline) else deadline
    today = timezone.localdate()
    day, _, words = in_words(date, today).partition(", ")
    return When(date, day, words, late=date < today, why=_why(deadline))


def _why(deadline: Deadline | dt.date) -> str:
    if not isinstance(deadline, Deadline):
        return ""
    return deadline.explanation.in_words(get_language() or "sv")


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The input of a field, dressed in the design system."""
    # A placeholder repeats the label until it vanishes; the hint is the place for an example.
    field.field.widget.attrs.pop("placeholder", None)
    css = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"ds-input {css}".strip()})


@register.filter
def options(field: forms.BoundField) -> list[Option]:
    """The choices of radio buttons or checkboxes, each with its hint."""
    hints = getattr(field.field, "hints", {})
    return [_option(widget, hints) for widget in field.subwidgets]


def _option(widget: forms.boundfield.BoundWidget, hints: Mapping[str, str]) -> Option:
    value = str(widget.data["value"])
    hint = hints.get(value, "")
    attrs = {**widget.data["attrs"], "class": "ds-input"}
    if hint:
        attrs["aria-describedby"] = f"{widget.id_for_label}-hint"
    widget.data["attrs"] = attrs
    # What is chosen begins its line; what is ticked may be a name, as of a file.
    label = widget.choice_label
    label = capfirst(label) if widget.data["type"] == "radio" else label
    return Option(widget.tag(wrap_label=False), widget.id_for_label, label, hint)


@register.filter
def kind(field: forms.BoundField) -> str:
    """How a field is laid out: choices, check, group or input."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    return "group" if widget.use_fieldset else "input"


@register.filter
def problems(field: forms.BoundField) -> list[str]:
    """What is wrong with a field, in words that stand on their own in the summary."""
    return [_sentence(field, error) for error in field.errors.as_data()]


def _sentence(field: forms.BoundField, error: ValidationError) -> str:
    usual = forms.Field.default_error_messages["required"]
    if error.code == "required" and error.message == usual:
        return gettext(_MISSING[kind(field)]) % {"label": field.label}
    return error.messages[0]


@register.filter
def target(field: forms.BoundField) -> str:
    """The id of the control that an error leads to."""
    return f"{field.auto_id}_0" if kind(field) == "choices" else field.auto_id


@register.filter
def any_errors(several: Iterable[forms.BaseForm] | None) -> bool:
    """Whether one of the forms of the page has errors."""
    return any(form.errors for form in several or ())
