"""A second version of the certification's flow, as a change of it would ship beside the first."""

from collections.abc import Iterator
from typing import Any

import pytest
from viewflow import this
from viewflow.workflow.fields import import_flow_by_ref

import processes.flows
from processes import routes
from processes.application import views
from processes.case import nodes
from processes.case.deadlines import limit
from processes.case.stages import Stage
from processes.closing import lapsing
from processes.flows import CertificationFlow
from processes.roles import Role
from workflow.calendar import Deadline, WorkingCalendar, local_date
from workflow.definition.nodes import Work
from workflow.engine import locking
from workflow.models import Task
from workflow.models.nodes import node_of


def in_ninety_days(task: Task) -> Deadline:
    day = local_date(task.process.moment or task.created)
    return WorkingCalendar().add_days(day, 90, "lapses")


STARTS = ("start", "where_to_begin", "begins_with_assessment", "end")


def version(number: int, **members: Any) -> Any:
    """The first version with other ``members``; None takes a node out."""
    inherited = {
        name: value
        for name, value in vars(CertificationFlow).items()
        if isinstance(value, property | staticmethod) or name in ("process_title", "lock_impl")
    }
    own = {"process_class": CertificationFlow.process_class, "task_class": Task}
    start = {name: getattr(CertificationFlow, name) for name in STARTS}
    made = {**inherited, **own, **start, "__module__": "processes.flows", **members}
    name = f"CertificationFlow{number}"
    return type(CertificationFlow)(name, CertificationFlow.__bases__, made)


def checked() -> Work:
    """The review of an application, under another name."""
    return (
        Work(views.review, Stage.APPLICATION)
        .Role(Role.OFFICER, at=routes.body)
        .Limit(limit("review_application"))
        .Lapses(in_ninety_days, warns=lapsing.warn, ends=lapsing.lapse)
        .Steps(
            "processes.application.accept",
            "processes.application.send_back",
            "processes.application.decline",
        )
        .Annotation(title="Check the application")
        .Next(this.application_outcome)
    )


def applied() -> Work:
    """The application, which leads to the check, and has no time limit any more."""
    return (
        Work(views.apply, Stage.APPLICATION)
        .Role(Role.COORDINATOR, at=routes.municipality)
        .Limit(None)
        .Keep(routes.opener)
        .Steps("processes.application.submit")
        .Annotation(title="Apply for certification")
        .Next(this.check_application)
    )


def second(**members: Any) -> Any:
    """Applications are checked at another node; whose agreement is to be signed has to wait."""
    changed = {
        "FROM": {1: {"review_application": "check_application", "sign_agreement": None}},
        "apply": applied(),
        "review_application": None,
        "check_application": checked(),
    }
    return version(2, **{**changed, **members})


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Any]:
    """Ships a flow beside the first; what knows the flows by heart learns them anew."""

    def ship(made: Any) -> Any:
        monkeypatch.setattr(processes.flows, made.__name__, made, raising=False)
        reference = f"processes/flows.{made.__name__}"
        settings.WORKFLOW_FLOWS = [*settings.WORKFLOW_FLOWS, reference]
        forget()
        return made

    yield ship
    forget()


def forget() -> None:
    by_heart = (import_flow_by_ref, node_of, locking._places, nodes.flows, nodes.main, nodes.beside)
    for known in by_heart:
        known.cache_clear()
