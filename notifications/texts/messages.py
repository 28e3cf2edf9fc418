"""From a row to words in the reader's language. Pure: the row came with all it speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Notification
from notifications.occurrences import CAME_BACK, GIVEN
from notifications.rules import LETTERS, TO_ITS_DOER, Kind
from notifications.texts.wording import ACT_BY, LATE, WORDS, of_step
from notifications.texts.words import Text, Words
from processes.roles import Role
from workflow.calendar import local_date
from workflow.language import full_date, human_date, spoken
from workflow.models import Task

SUBJECT_LENGTH = 60
SHOWN = 20
"""So many things a summary names; the rest is in the list that its button opens."""
OF_TASK = (f"{Kind.ASSIGNED} {GIVEN}", f"{Kind.QUEUED} {CAME_BACK}")
"""Words of what people do with a task that a message about it is for."""
STEPWISE = (
    *(Kind.ENDED, Kind.RELEASED, Kind.PART, Kind.TEAM),
    *(Kind.TIMES, Kind.COMPLAINT, Kind.MESSAGE),
)
"""Kinds that have words for each step that they tell of."""
TO_DO = (Kind.ASSIGNED, Kind.QUEUED, Kind.RETURNED, Kind.DUE_SOON, Kind.OVERDUE, Kind.ESCALATED)
WATCHED = (Kind.ESCALATED, Kind.UNATTENDED, Kind.UNHEARD)
"""Told to who watches over a case: the case is theirs to open, not the task."""

Facts = dict[str, str]


@dataclass(frozen=True)
class Contact:
    """A human to ask."""

    name: str
    email: str


@dataclass(frozen=True)
class Item:
    """One line of a summary."""

    title: str
    url: str


@dataclass(frozen=True)
class Message:
    """Everything a mail says; its text and its HTML are made from this and nothing else."""

    language: str
    subject: str
    lead: str
    why: str
    otherwise: str
    button: str
    url: str
    preferences_url: str
    contact: Contact | None
    reference: str
    items: tuple[Item, ...] = ()
    rest: str = ""


def compose(
    row: Notification,
    today: date,
    *,
    contact: Contact | None = None,
    bundled: tuple[Notification, ...] = (),
    link: str = "",
) -> Message:
    """What a row says today; ``bundled`` are the rows that a summary is made of.

    ``link``: where its button leads, if not to what the row is about.
    """
    language = spoken(row.to.language)
    with translation.override(language):
        words, facts = _said(row, today, bundled)
        return Message(
            language=language,
            subject=_subject(row, words, facts),
            lead=" ".join(_sentences(words, facts)),
            why=_fill(words.why, facts),
            otherwise=_fill(_otherwise(row, words), facts),
            button=str(words.button),
            url=link or _address(row),
            preferences_url=_choices(row),
            contact=contact,
            reference=row.reference,
            items=tuple(_item(one, today) for one in _worst_first(bundled)[:SHOWN]),
            rest=_rest(len(bundled) - SHOWN),
        )


def subject_of(row: Notification, today: date, bundled: tuple[Notification, ...] = ()) -> str:
    """The subject that a mail bears on a day, in the language of who asks: its name in lists."""
    return _subject(row, *_said(row, today, bundled))


def _said(row: Notification, today: date, bundled: tuple[Notification, ...]) -> tuple[Words, Facts]:
    words = words_of_all(bundled) if row.act and bundled else words_of(row)
    return words, _facts(row, today) | {"number": str(len(bundled))}


def _otherwise(row: Notification, words: Words) -> Text:
    """What happens if nobody acts: that of the task, if time ends it, goes before all else."""
    of_task = row.task.flow_task.otherwise if row.task and row.rule in TO_ITS_DOER else ""
    return of_task or words.otherwise


def words_of_all(bundled: tuple[Notification, ...]) -> Words:
    """The words of what one act tells: its subject is that of its things if all are of a kind."""
    summary = words(Kind.DIGEST, spoken())
    titles = {words_of(one).many for one in bundled}
    if len(titles) > 1 or not (only := titles.pop()):
        return summary
    return replace(summary, title=only)


def _worst_first(bundled: tuple[Notification, ...]) -> list[Notification]:
    """What is late stands first; the rest in order of time."""
    return sorted(bundled, key=lambda row: row.rule not in (Kind.OVERDUE, Kind.ESCALATED))


def _rest(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("And %(number)s more.", "And %(number)s more.", number) % {"number": number}


def words_of(row: Notification) -> Words:
    """The words of a row's kind, as said now."""
    return words(Kind.UNHEARD, spoken()) if row.rule == Kind.UNHEARD else _words_of(row, row.rule)


def _decision(row: Notification) -> str:
    step = str(row.facts.get("kind", row.facts["step"]))
    return row.case.traits.said(step) if row.case else step


def _words_of(row: Notification, kind: str) -> Words:
    """The words of a kind; a decision, a new case and a new task have several."""
    if kind == Kind.DECIDED:
        return words(f"decided {_decision(row)}", spoken())
    if kind in STEPWISE:
        return words(of_step(row, kind), spoken())
    if kind == Kind.LAPSING and row.facts.get("step"):
        return words(f"lapsing {row.facts['step']}", spoken())
    if kind == Kind.OPENED and row.case is not None:
        return words(f"opened {row.case.kind}", spoken())
    if kind == Kind.SANCTION:
        return words(f"sanction {row.facts['step']}", spoken())
    if kind in (Kind.NEARING, Kind.MISSED):
        behind = "behind " if row.facts["step"] == "fall_behind" else ""
        return words(f"{kind} {behind}{row.facts['hard_date']}", spoken())
    of_task = f"{kind} {row.facts.get('step')}"
    return words(of_task if of_task in OF_TASK else kind, spoken())


@cache
def words(name: str, language: str) -> Words:
    """An entry of the table in a language: looked up once, for there are many mails."""
    with translation.override(language):
        return Words(**{key: str(text) for key, text in vars(WORDS[name]).items()})


def one_line(text: str) -> str:
    """Words that people wrote, made fit for one line of a mail and for its headers."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(filter(str.isprintable, line))


def _facts(row: Notification, today: date) -> Facts:
    task, language = row.task, spoken()
    place = row.organisation or (row.case and row.case.organisation)
    facts: Facts = {
        "place": place.name if place else "",
        "by": row.actor.name if row.actor else "",
        "day": full_date(local_date(row.created_at), language),
        "step": str(row.facts.get("step", "")),
        "address": str(row.facts.get("address", "")),
        "first_days": str(settings.FIRST_PASSWORD_DAYS),
        "new_days": str(settings.NEW_PASSWORD_DAYS),
        "task": str(task.title) if task else "",
        "owner": task.owner.name if task and task.owner else "",
        "watcher": _watcher(task),
        **_dated("due", task.due if task else None, today),
        **_dated("until", _until(row), today),
    }
    if row.rule == Kind.UNHEARD:
        facts["what"] = _fill(_words_of(row, row.facts.get("instead_of", row.rule)).title, facts)
    if task and task.due and task.due < today:
        late = (today - task.due).days
        facts["late"] = ngettext("%(days)s day", "%(days)s days", late) % {"days": late}
    return {name: one_line(value) for name, value in facts.items()}


def _watcher(task: Task | None) -> str:
    """Who hears that a task is late; nobody watches over themselves."""
    is_officers = task is not None and task.role == Role.OFFICER
    return _("An administrator") if is_officers else _("The officer of the case")


def _until(row: Notification) -> date | None:
    return date.fromisoformat(row.facts["until"]) if "until" in row.facts else None


def _dated(name: str, day: date | None, today: date) -> Facts:
    if day is None:
        return {name: "", f"{name}_short": ""}
    short, _comma, distance = human_date(day, today).partition(", ")
    return {name: f"{full_date(day, spoken())} ({distance})", f"{name}_short": short}


def _sentences(words: Words, facts: Facts) -> Iterator[str]:
    yield _fill(words.lead, facts)
    if words.by and (facts["owner"] if "owner" in str(words.by) else facts["by"]):
        yield _fill(words.by, facts)
    if words.due and facts["due"]:
        yield _fill(words.due, facts)


def _fill(text: Text, facts: Facts) -> str:
    return str(text) % _Known(facts)


class _Known(dict[str, str]):
    """What is not known this time is left out of the sentence."""

    def __missing__(self, name: str) -> str:
        return ""


def _subject(row: Notification, words: Words, facts: Facts) -> str:
    """`[Åtgärd senast 12 okt] Skicka in självskattning – Hultsfred`: no name, no case data."""
    tag = words.tag
    if row.task is not None and row.rule in TO_DO and facts["due"]:
        tag = _(LATE) if "late" in facts else _(ACT_BY)
    start = f"[{_fill(tag, facts)}] "
    end = f" – {facts['place']}" if facts["place"] else ""
    title = _fill(words.title, facts)
    room = SUBJECT_LENGTH - len(start) - len(end)
    if len(title) > room:
        title = title[: max(room - 1, 0)].rstrip() + "…"
    return f"{start}{title}{end}"[:SUBJECT_LENGTH]


def _item(row: Notification, today: date) -> Item:
    return Item(_subject(row, words_of(row), _facts(row, today)), _address(row))


def _choices(row: Notification) -> str:
    """Where its reader chooses what to hear, if they may."""
    is_free = row.rule not in LETTERS and row.recipient_id is not None
    return settings.SITE_URL + _page("notices") if is_free else ""


def _address(row: Notification) -> str:
    """Where its button leads. Who has no account could open none of our pages: no button."""
    if row.recipient_id is None:
        return ""
    path = _page("inbox")
    if row.rule == Kind.RELEASED:
        return settings.SITE_URL + path  # the task and the case may be closed to them by now
    if row.task_id is not None and (row.rule not in WATCHED or row.case_id is None):
        path = _page_of("task", row.task_id)
    elif row.case is not None and not row.facts.get("is_far"):
        path = _page_of("case", row.case.number)
    elif row.rule == Kind.INCIDENT:
        path = _page("incidents")
    return settings.SITE_URL + path


def _page_of(name: str, key: int | str) -> str:
    before, after = _around(name)
    return f"{before}{quote(str(key))}{after}"


@cache
def _page(name: str) -> str:
    return reverse(name)


@cache
def _around(name: str) -> tuple[str, str]:
    """A path before and after its key: each mail has one, and asking for it takes long."""
    before, _key, after = reverse(name, args=[0]).rpartition("0")
    return before, after
