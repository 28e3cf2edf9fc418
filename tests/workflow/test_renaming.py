"""A node is renamed, or taken out, while cases run."""

from typing import Any

import pytest
from django.core import checks
from django.test import Client
from django.urls import reverse

from processes.flows import CertificationFlow
from processes.models import Case
from tests.support import drive
from tests.support.world import World
from workflow.models import Task, nodes
from workflow.renaming import rename

pytestmark = pytest.mark.django_db
FLOW = "processes/flows.CertificationFlow"


@pytest.fixture
def applied(world: World) -> Case:
    """A running case whose task stands at a node that the flow called otherwise before."""
    case = drive.apply(world)
    Task.objects.filter(pk=task(case).pk).update(flow_task=f"{FLOW}.look_at_application")
    return case


def task(case: Case) -> Task:
    return Task.objects.get(process=case.main_process, status__in=Task.OPEN)


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> Any:
    was = {"look_at_application": "review_application"}
    monkeypatch.setattr(CertificationFlow, "RENAMED", was, raising=False)
    nodes.node_of.cache_clear()
    yield
    nodes.node_of.cache_clear()


def test_a_renamed_node_is_read_by_its_new_name(applied: Case, renamed: None) -> None:
    assert task(applied).flow_task is CertificationFlow.review_application
    assert task(applied).title == str(CertificationFlow.review_application.task_title)


def test_the_case_goes_on_when_the_rows_have_followed(
    world: World, applied: Case, renamed: None
) -> None:
    rename("default")

    case = drive.accept(world, applied)

    assert case.agreement.current_state == "signed"


def test_a_node_that_is_gone_can_be_shown_everywhere(
    world: World, applied: Case, client: Client
) -> None:
    nodes.node_of.cache_clear()
    stands = task(applied)
    assert isinstance(stands.flow_task, nodes.Obsolete)
    client.force_login(world.officer)

    pages = [
        reverse("inbox_view", args=["team"]),
        reverse("cases"),
        reverse("case", args=[applied.number]),
        reverse("case_history", args=[applied.number]),
        reverse("task", args=[stands.pk]),
    ]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_who_has_a_task_that_is_gone_is_told(world: World, applied: Case, client: Client) -> None:
    nodes.node_of.cache_clear()
    Task.objects.filter(pk=task(applied).pk).update(owner=world.officer, status="ASSIGNED")
    client.force_login(world.officer)

    assert client.get(reverse("task", args=[task(applied).pk])).status_code == 409


def test_the_check_at_deployment_names_it(applied: Case) -> None:
    nodes.node_of.cache_clear()

    found = checks.run_checks(include_deployment_checks=True)

    [fault] = [one for one in found if one.id == "workflow.W020"]
    assert "look_at_application" in fault.msg
    assert str(task(applied).pk) in fault.msg


def test_the_check_is_silent_about_what_is_renamed(applied: Case, renamed: None) -> None:
    found = checks.run_checks(include_deployment_checks=True)

    assert not [one for one in found if one.id == "workflow.W020"]
