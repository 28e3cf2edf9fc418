"""What people and machines ask of the system, timed; the statements of each page with it."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from statistics import median
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from bench.counted import Counter
from notifications import deadlines, delivery, digests
from processes.audit.team import changes as team
from processes.models import Case, Organisation, Person
from workflow import queues, sweep
from workflow.models import Task

TIMES = 9
CLAIMS, STEPS = 200, 50
KEY = "for the run"
COUNTER = Counter()


def pages() -> dict[str, list[float]]:
    """Median milliseconds, statements and kB of each page."""
    settings.METRICS_TOKEN = KEY
    COUNTER.begin()
    auditor, officer, coordinator = (
        Person.objects.filter(memberships__role=role).latest("pk")
        for role in ("auditor", "officer", "coordinator")
    )
    case = Case.objects.filter(state="granted").latest("pk")
    place = Organisation.objects.filter(kind="municipality").latest("pk")
    asked = (
        ("queue of an auditor", auditor, "/inbox/team/"),
        ("what an auditor has taken", auditor, "/inbox/mine/"),
        ("what an auditor has done", auditor, "/inbox/done/"),
        ("what a coordinator has to do", coordinator, "/"),
        ("list of cases", officer, "/cases/"),
        ("list of cases, searched by number", officer, f"/cases/?q={case.number}"),
        ("a case", officer, f"/case/{case.number}/"),
        ("history of a case", officer, f"/case/{case.number}/history/"),
        ("mails of a case", officer, f"/case/{case.number}/messages/"),
        ("statistics", officer, "/statistics/"),
        ("public register", None, "/register/"),
        ("a certificate in the register", None, f"/register/{place.code}/"),
        ("health", None, "/health/"),
        ("figures for Prometheus", None, "/metrics/"),
    )
    return {words: _look(person, address) for words, person, address in asked}


def _look(person: Any, address: str) -> list[float]:
    client = Client(headers={"authorization": f"Bearer {KEY}"})
    if person is not None:
        client.force_login(person)
    client.get(address)
    before = COUNTER.sent
    answer = client.get(address)
    statements = COUNTER.sent - before
    if answer.status_code not in (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE):
        raise RuntimeError(f"{address}: {answer.status_code}")
    took = _milliseconds(lambda: client.get(address))
    return [took, statements, len(answer.content) / 1024]


def _milliseconds(do: Callable[[], object], times: int = TIMES) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def sweeps() -> dict[str, float]:
    """Milliseconds of each part of a sweep when nothing is left to do."""
    at = timezone.now()
    parts: tuple[tuple[str, Callable[[Any], object]], ...] = (
        ("promises that are due", sweep.fire_due),
        ("claims that lie idle", sweep.return_idle_claims),
        ("reminders by the calendar", deadlines.post_due),
        ("summaries of the day", digests.bundle_due),
        ("mails to be sent", delivery.deliver_due),
    )
    for _name, part in parts:
        part(at)
    return {name: _milliseconds(partial(part, at), 3) for name, part in parts}


def work() -> dict[str, list[float]]:
    """Median and 99th percentile, in milliseconds, of claims and steps, one after the other."""
    auditors = list(Person.objects.filter(memberships__role="auditor").order_by("-pk")[:50])
    free = Task.objects.filter(role="auditor", owner=None, status="NEW").order_by("pk")
    waiting = list(free.values_list("pk", "process__subject_id")[:CLAIMS])
    claims, steps = [], []
    for number, (task, case) in enumerate(waiting):
        auditor = auditors[number % len(auditors)]
        claims.append(_took(partial(queues.claim, task, by=auditor, at=timezone.now())))
        if number < STEPS:
            audit = Case.objects.get(pk=case).audit
            present = partial(team.propose_team, audit, [])
            steps.append(_took(partial(present, by=auditor, at=timezone.now())))
    return {"claim a task": _spread(claims), "present a team (a whole step)": _spread(steps)}


def _took(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)


def _spread(times: Iterable[float]) -> list[float]:
    ordered = sorted(times)
    return [median(ordered), ordered[int(len(ordered) * 0.99)]]
