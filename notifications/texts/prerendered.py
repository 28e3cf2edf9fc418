"""What is the same in all mails is made once, and a mail only fills in its gaps."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import css_inline
from django.template.loader import render_to_string
from django.utils.html import escape

from notifications.texts.messages import Contact, Item, Message

TEXT, HTML = "notifications/mail.txt", "notifications/mail.html"
GAP = "\ue000{}\ue001"
"""Between two characters that no template has and the styles' machine leaves alone."""
GAPS = re.compile(GAP.format("(.*?)"))
PLAIN = (
    *("subject", "lead", "why", "otherwise", "button", "url", "preferences_url"),
    *("reference", "rest"),
)


class Shape(NamedTuple):
    """What decides which gaps there are."""

    language: str
    has_contact: bool
    has_reference: bool
    has_choice: bool
    has_button: bool
    items: int
    has_rest: bool


def parts(message: Message) -> tuple[str, str]:
    """The text and the HTML of a message, as their templates say it."""
    shape = Shape(
        message.language,
        has_contact=message.contact is not None,
        has_reference=bool(message.reference),
        has_choice=bool(message.preferences_url),
        has_button=bool(message.url),
        items=len(message.items),
        has_rest=bool(message.rest),
    )
    known = _texts(message)
    # Summaries have too many lengths to keep each, and one is sent to many.
    form = prerender if shape.items else kept
    text = [known[piece] if odd else piece for odd, piece in form(TEXT, shape)]
    html = [escape(known[piece]) if odd else piece for odd, piece in form(HTML, shape)]
    return "".join(text), "".join(html)


@lru_cache(maxsize=200)
def kept(template: str, shape: Shape) -> list[tuple[bool, str]]:
    """A prerendered template that is kept."""
    return prerender(template, shape)


def prerender(template: str, shape: Shape) -> list[tuple[bool, str]]:
    """A prerendered template: what stands there and, marked, the names of the gaps, in turn."""
    page = render_to_string(template, {"message": _gaps(shape)}).strip() + "\n"
    if template == HTML:
        page = styled(page)
    return [(bool(number % 2), piece) for number, piece in enumerate(GAPS.split(page))]


def _gaps(shape: Shape) -> Message:
    """A message of gaps."""
    plain = {name: GAP.format(name) for name in PLAIN}
    there = {
        "reference": shape.has_reference,
        "preferences_url": shape.has_choice,
        "url": shape.has_button,
        "rest": shape.has_rest,
    }
    plain |= {name: "" for name, is_there in there.items() if not is_there}
    return Message(
        language=shape.language,
        contact=Contact(GAP.format("name"), GAP.format("email")) if shape.has_contact else None,
        items=tuple(
            Item(GAP.format(f"title {one}"), GAP.format(f"url {one}")) for one in range(shape.items)
        ),
        **plain,
    )


def _texts(message: Message) -> dict[str, str]:
    """What belongs into each gap."""
    texts = {name: getattr(message, name) for name in PLAIN}
    if message.contact:
        texts |= {"name": message.contact.name, "email": message.contact.email}
    for one, item in enumerate(message.items):
        texts |= {f"title {one}": item.title, f"url {one}": item.url}
    return texts


def styled(page: str) -> str:
    """The page with each style at its element: many mail programs look nowhere else."""
    return _inliner().inline(page)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
