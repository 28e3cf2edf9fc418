"""What the mails say, in both languages, to every reader."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.utils import translation

from notifications.delivery import mails
from notifications.models import Notification, posted
from notifications.rules import Kind
from notifications.texts import prerendered
from notifications.texts.messages import Contact, Message, compose
from notifications.texts.wording import WORDS
from processes import kinds
from processes.contribution_flow import ContributionFlow
from processes.flows import CertificationFlow
from processes.models import Case
from processes.roles import Role
from tests.notifications.sentences import lix
from tests.support import drive
from tests.support.world import World, person
from workflow import queues
from workflow.definition.nodes import Work

CONTACT = Contact("Hanna Handläggare", "hanna@example.org")
pytestmark = pytest.mark.usefixtures("swedish")
TASK_KINDS = ("assigned", "queued", "returned", "due_soon", "overdue", "escalated")


@pytest.fixture
def case(world: World) -> Case:
    case = drive.accept(world, drive.apply(world))
    case.main_process.organisation.name = "Hultsfred"
    return case


def _facts(variant: str) -> dict[str, str]:
    *how, hard_date = variant.rpartition(".")[2].split(" ")
    step = "fall_behind" if how else {"continue": "grant"}.get(hard_date, hard_date)
    return {"step": step, "hard_date": hard_date, "until": "2026-10-12"}


def row(world: World, case: Case, words: str) -> Notification:
    """A row that uses the words of one entry of the table."""
    kind, _, variant = words.partition(" ")
    task = drive.open_task(case, "assess") if kind in TASK_KINDS else None
    made = posted(
        subject=f"processes.{variant.partition('.')[0] or 'x'}:1",
        rule=Kind(kind),
        occurrence="o",
        recipient=world.signatory,
        actor=world.coordinator,
        task=task,
        case=case if kind not in ("digest", "incident") else None,
        organisation=world.municipality if kind not in ("digest", "incident") else None,
        reference=case.number,
        facts=_facts(variant),
        created_at=world.at,
        next_try_at=world.at,
    )
    if variant in ("continue", "surveillance"):
        case.kind = kinds.SURVEILLANCE
    if variant == "by_document":
        case.kind = kinds.BY_DOCUMENT
    if variant == "special":
        case.kind = kinds.SPECIAL
    if variant == "recertification":
        case.kind = kinds.RECERTIFICATION
    if variant == "restoration":
        case.kind = kinds.RESTORATION
    return made


def message(world: World, case: Case, words: str, language: str = "sv") -> Message:
    made = row(world, case, words)
    world.signatory.language = language
    task = made.task
    late = kind_is_late(made) and task is not None and task.due is not None
    today = task.due + timedelta(days=3) if late else date(2026, 3, 2)
    bundled = (row(world, case, "due_soon"), row(world, case, "expiring"))
    return compose(made, today, contact=CONTACT, bundled=bundled if words == "digest" else ())


def kind_is_late(made: Notification) -> bool:
    return made.rule in (Kind.OVERDUE, Kind.ESCALATED)


class Words(HTMLParser):
    """The words and links of an HTML page."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.links, self.hidden = "", [], False

    def handle_starttag(self, tag, attrs):
        self.hidden = tag in ("title", "style")
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += "" if self.hidden else f" {data}"


@pytest.mark.parametrize("words", sorted(WORDS))
def test_swedish_is_easy_to_read(world: World, case: Case, words: str):
    said = message(world, case, words)

    text = "\n".join([said.lead, said.why, said.otherwise])
    assert lix(text) <= 45, (lix(text), text)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("words", sorted(WORDS))
def test_every_message_is_whole_in_both_languages(
    world: World, case: Case, words: str, language: str
):
    said = message(world, case, words, language)
    text, html = prerendered.parts(said)

    assert len(said.subject) <= 60
    assert said.subject.startswith("[")
    assert "%(" not in text + html
    assert said.url in text
    assert said.url in html
    assert CONTACT.name in text
    assert case.number in text
    for reader in (world.coordinator, world.signatory):
        assert reader.name not in said.subject


@pytest.mark.parametrize("words", sorted(WORDS))
def test_swedish_is_not_left_in_english(world: World, case: Case, words: str):
    swedish = message(world, case, words, "sv")
    english = message(world, case, words, "en")

    for name in ("lead", "why", "otherwise", "button"):
        assert getattr(swedish, name) != getattr(english, name)


@pytest.mark.parametrize("words", ["assigned", "decided refuse", "digest"])
def test_text_and_html_say_the_same(world: World, case: Case, words: str):
    said = message(world, case, words)
    text, html = prerendered.parts(said)
    page = Words()
    page.feed(html)

    lines = [line.strip() for line in text.splitlines()]
    in_text = {word for line in lines if "http" not in line for word in line.split()}
    assert {word.strip(":") for word in in_text} - {"-"} == {
        word.strip(":") for word in page.text.split()
    }
    assert set(page.links) == {line for line in lines if "http" in line}


def test_the_subject_says_what_and_by_when(world: World, case: Case):
    said = message(world, case, "assigned")

    with translation.override("sv"):
        task = str(drive.open_task(case, "assess").title)
    assert said.subject.startswith("[Åtgärd senast ")
    assert said.subject.endswith(" – Hultsfred")
    assert task[:10] in said.subject


def test_a_late_task_says_by_how_many_days(world: World, case: Case):
    said = message(world, case, "overdue")

    assert said.subject.startswith("[Försenad 3 dagar] ")
    assert "3 dagar sen" in said.lead


def test_a_long_name_does_not_make_the_subject_longer(world: World, case: Case):
    made = row(world, case, "assigned")
    made.organisation.name = "Kommunen med det mycket långa namnet vid älven"

    assert len(compose(made, date(2026, 3, 2)).subject) <= 60


EVIL = "Eva\r\nBcc: all@example.org\u2028X-Evil: 1\x00\x0b\x85"


def test_no_name_adds_a_header(world: World, case: Case):
    made = row(world, case, "assigned")
    made.organisation.name = made.recipient.name = made.actor.name = EVIL
    made.recipient.email = "eva@example.org\r\nBcc: all@example.org"
    made.reference = EVIL
    contact = Contact(EVIL, "hanna@example.org\nX-Evil: 1")

    raw = mails.mail(made, compose(made, date(2026, 3, 2), contact=contact)).message()

    assert raw["Bcc"] is None
    assert raw["X-Evil"] is None
    head = raw.as_string().split("\n\n")[0]
    assert not any(part.startswith(("Bcc", "X-Evil")) for part in head.splitlines())


def test_names_are_escaped_in_html(world: World, case: Case):
    made = row(world, case, "assigned")
    made.actor.name = "<script>alert(1)</script>"

    _text, html = prerendered.parts(compose(made, date(2026, 3, 2)))

    assert "<script" not in html


def test_per_cent_signs_in_names_are_only_signs(world: World, case: Case):
    made = row(world, case, "assigned")
    made.organisation.name = "100 %(by)s"

    assert "100 %(by)s" in compose(made, date(2026, 3, 2)).lead


def test_gave_is_said_only_of_what_somebody_gave(world: World, case: Case) -> None:
    case_task = drive.open_task(case, "assess")
    opened = Notification.objects.get(task=case_task, rule="assigned")
    opened.actor = world.signatory
    other = person("Kim Kollega", world.municipality, Role.COORDINATOR)
    queues.assign(case_task, to=other, by=world.coordinator, at=world.at)
    given = Notification.objects.get(task=case_task, recipient=other)

    says = [compose(one, date(2026, 3, 2)).lead for one in (opened, given)]

    assert [" gav den till dig" in lead for lead in says] == [False, True]


ENDED_BY_TIME = [
    node
    for flow_class in (CertificationFlow, ContributionFlow)
    for node in flow_class.instance.nodes()
    if isinstance(node, Work)
    and any(
        f"{model._meta.label_lower}.{promise.step}" in node.steps
        for model in apps.get_models()
        for promise in getattr(model, "promises", ())
    )
]


def test_a_task_that_time_ends_says_what_follows() -> None:
    assert {node.name for node in ENDED_BY_TIME} >= {"consider_team", "comment_report"}
    assert [node.name for node in ENDED_BY_TIME if not node.otherwise] == []


@pytest.mark.parametrize("kind", ["assigned", "queued", "returned", "due_soon"])
def test_the_consequence_is_that_of_the_task(world: World, case: Case, kind: str) -> None:
    made = row(world, case, kind)
    assert made.task is not None
    made.task.flow_task = CertificationFlow.consider_team

    said = compose(made, date(2026, 3, 2)).otherwise

    assert said == "Om ni inte svarar till dess räknas teamet som godtaget."


@pytest.mark.parametrize(("role", "hears"), [("officer", "administratör"), ("auditor", "Handlä")])
def test_who_hears_of_lateness_is_somebody_else(world: World, case: Case, role, hears) -> None:
    made = row(world, case, "overdue")
    assert made.task is not None
    made.task.role = role

    assert hears in compose(made, date(2026, 3, 2)).otherwise


@pytest.mark.parametrize(
    ("model", "said"),
    [("withdrawal", "Ni behöver inte längre bekräfta"), ("amendment", "Rättelsen av rapporten")],
)
def test_a_step_that_several_have_says_what_it_was_of(
    world: World, case: Case, model: str, said: str
) -> None:
    assert said in message(world, case, f"ended {model}.take_back").lead
