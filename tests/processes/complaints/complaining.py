"""What tests of complaints need: a form that is sent, tasks that are done, mails that are read."""

import re
from datetime import datetime
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from notifications import delivery
from processes.complaints.actions import Draft, lodge
from processes.models import Complaint
from tests.notifications.post import Office, text_of
from tests.support.world import World
from workflow.models import Task

ANN = "ann@example.com"
TEXT = "Jag fick inget svar på tre månader."
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NEW = "/complaints/new/"


def sent(client: Client, at: datetime, *files: SimpleUploadedFile, **changed: Any) -> Any:
    """The form as somebody sends it: about Hultsfred, if nothing else is said."""
    said = {
        "once": "form-1",
        "kind": "municipality",
        "municipality": "0860",
        "text": TEXT,
        "name": "Ann Andersson",
        "email": ANN,
        "attached": list(files),
    }
    with time_machine.travel(at, tick=False):
        return client.post(f"{NEW}?language=en", said | changed)


def complained(world: World) -> Complaint:
    """A complaint about the body, with a file, as its form takes it in."""
    draft = Draft(
        once="form-1", kind="body", text=TEXT, name="Ann Andersson", email=ANN, language="sv"
    )
    return lodge(world.scheme, world.cycle, draft, [file()], at=world.at).complaint


def file(name: str = "kvitto.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def only() -> Complaint:
    found: Complaint = Complaint.objects.get()
    return found


def task() -> Task:
    """The one open task of the one complaint."""
    return Task.objects.exclude(role="").get(process=only().own_process, finished=None)


def do(who: Any, at: datetime, **said: Any) -> Any:
    """Take the open task and send its form."""
    client, number = Client(headers={"accept-language": "en"}), task().pk
    client.force_login(who)
    with time_machine.travel(at, tick=False):
        client.post(reverse("task_claim", args=[number]))
        return client.post(reverse("task", args=[number]), said)


def fetched(client: Client, path: str) -> Any:
    """The answer of an address that may be a file, which is read to its end."""
    response: Any = client.get(path)
    if response.streaming:
        assert b"".join(response) == PDF
    return response


def mails(office: Office, at: datetime, to: str = ANN) -> list[str]:
    """The texts of all mails that an address has got by now."""
    delivery.deliver_due(at)
    return [text_of(one) for one in office.got if one["To"] == to]


def private(text: str) -> str:
    """The path of the private address in a mail."""
    found = re.search(r"http://testserver(/complaints/mine/[0-9a-f]{64}/)", text)
    assert found, text
    return found.group(1)


def page(path: str, at: datetime) -> str:
    """What the page of a private address says."""
    with time_machine.travel(at, tick=False):
        return Client().get(f"{path}?language=en").content.decode()
