"""What goes over the wire is what the templates and Django's own message say, only sooner."""

from dataclasses import replace
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications.delivery import mime, server
from notifications.texts import prerendered
from notifications.texts.messages import Contact, Item, Message

PLAIN = Message(
    language="sv",
    subject="[Åtgärd senast 12 okt] Skicka in – Hultsfred",
    lead="“Skicka in” för Hultsfred är nu din uppgift.",
    why="Du får det här mejlet för att uppgiften är din.",
    otherwise="Annars påminner vi.",
    button="Öppna uppgiften",
    url="https://example.org/task/1/",
    preferences_url="https://example.org/notices/",
    contact=Contact("Hanna Handläggare", "hanna@example.org"),
    reference="KL-2026-0001",
)
ITEMS = (Item("Ett", "https://example.org/1/"), Item("Två", "https://example.org/2/"))
EVIL = "<b>&amp;\"'</b> \ue000lead\ue001 {{ message.url }} 100 % \\1"
SHAPES = {
    "plain": PLAIN,
    "english": replace(PLAIN, language="en"),
    "nobody to ask": replace(PLAIN, contact=None),
    "of no case": replace(PLAIN, reference=""),
    "a summary": replace(PLAIN, items=ITEMS),
    "a longer summary": replace(PLAIN, items=ITEMS * 20),
    "evil": replace(PLAIN, lead=EVIL, contact=Contact(EVIL, "a&b@example.org")),
}


class Seen(HTMLParser):
    """All that a reader of HTML sees, and the styles it is shown in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, sorted(attrs)))

    def handle_data(self, data):
        self.seen.append(data)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_filled_blank_says_what_the_template_says(shape: str) -> None:
    message = SHAPES[shape]
    in_full = render_to_string(prerendered.HTML, {"message": message}).strip() + "\n"

    text, html = prerendered.parts(message)

    assert text == render_to_string(prerendered.TEXT, {"message": message}).strip() + "\n"
    assert Seen(html).seen == Seen(prerendered.styled(in_full)).seen


def test_a_blank_is_made_once() -> None:
    prerendered.parts(PLAIN)
    made = prerendered.kept.cache_info().misses

    prerendered.parts(replace(PLAIN, lead="Något annat."))

    assert prerendered.kept.cache_info().misses == made


TEXTS = {
    "plain": "Hej\n",
    "letters": "Å, ä och ö – 日本語 🎉\n",
    "dots": ".\n..\n.a\n\n.\n",
    "long": "x" * 3000 + " " + "å" * 500 + "\n",
    "spaces": "ends with spaces   \n\t\n  \n",
    "looks like the end": "--=_key\n--=_key--\nFrom me\n=3D=20\n",
}


def mail(text: str = "Hej\n", **given: object) -> EmailMultiAlternatives:
    values = {
        "subject": PLAIN.subject,
        "from_email": "Kvalitetslots <svar@example.org>",
        "to": ["karin@example.org"],
        "reply_to": ["hanna@example.org"],
        "headers": {"Message-ID": "<key@example.org>", "Auto-Submitted": "auto-generated"},
    } | given
    made = EmailMultiAlternatives(body=text, **values)
    made.attach_alternative(f"<p>{text}</p>", "text/html")
    return made


def read(raw: bytes) -> tuple[object, ...]:
    """The headers and parts as a mail program reads them."""
    parsed = message_from_bytes(raw, policy=policy.default)
    own = {"content-type", "mime-version", "date", "content-transfer-encoding"}
    # Django's way puts a blank before a subject of several words.
    headers = [(name, value.strip()) for name, value in parsed.items() if name.lower() not in own]
    parts = [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in parsed.iter_parts()
    ]
    assert not parsed.defects
    assert all(not part.defects for part in parsed.iter_parts())
    return headers, parts


@pytest.mark.parametrize("text", TEXTS)
def test_the_bytes_say_what_djangos_own_say(text: str) -> None:
    made = mail(TEXTS[text])

    assert read(mime.content(made)) == read(made.message().as_bytes(linesep="\r\n"))


@pytest.mark.parametrize(
    "given",
    [
        {"subject": "Plain"},
        {"subject": "ÅÄÖ" * 20},
        {"subject": "🎉" * 60},
        {"subject": "a" * 59 + "å"},
        {"from_email": "Åsa Öberg <asa@example.org>"},
        {"to": ["åsa@exämple.org"]},
    ],
)
def test_the_headers_say_what_djangos_own_say(given: dict[str, object]) -> None:
    made = mail(**given)

    assert read(mime.content(made)) == read(made.message().as_bytes(linesep="\r\n"))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("where", ["subject", "from_email"])
def test_a_header_of_several_lines_is_refused(where: str, end: str) -> None:
    with pytest.raises(BadHeaderError):
        mime.content(mail(**{where: f"Hej{end}Bcc: all@example.org"}))


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_long_or_needs_eight_bits(text: str) -> None:
    raw = mime.content(mail(TEXTS[text], subject="å" * 60))

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    assert raw.replace(b"\r\n", b"").isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_line_that_begins_with_a_dot_gets_one_more() -> None:
    assert server.dotted(b"a\r\n.b\r\n..c\r\n") == b"a\r\n..b\r\n...c\r\n.\r\n"
