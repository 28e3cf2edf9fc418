"""What a person does in the browser with the tasks of a case."""

from typing import Any

from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from tests.support import drive
from tests.support.world import World


def address(case: Case, node: str) -> str:
    """The page of the open task of a node."""
    return reverse("task", args=[drive.open_task(case, node).pk])


def taken(world: World, case: Case, node: str, who: Any = None) -> str:
    """The page of a task that somebody, usually the coordinator, has taken."""
    task = drive.open_task(case, node)
    drive.claim(task, by=who or world.coordinator, at=world.at, declared=True)
    return address(case, node)


def post(client: Client, who: Any, url: str, **data: Any) -> Any:
    """Send a form as somebody."""
    client.force_login(who)
    return client.post(url, data)
