"""``python -m chaos.inside tests.landed.look``: a migrated database still works.

Prints what does not: a case whose page fails its people, a promise that cannot be kept, a trail
that does not hold.
"""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from processes.models import Case, Person
from processes.simulation import soundness
from workflow import sweep, trail
from workflow.models import Timer

PAGES = ("case", "case_history", "case_documents")
SWEEPS = 5
"""More than anything that is late may take, fewer than a promise that renews itself for ever."""


def faults():
    for found in (*trail.verify_all(), trail.strays()):
        for fault in found:
            yield f"trail of {fault.chain}, entry {fault.sequence}: {fault.what}"
    yield from _unmade()
    at = timezone.now() + timedelta(days=1)
    # A case that a sweep opens late may promise what is due already: the next sweep keeps it.
    for _minute in range(SWEEPS):
        if not sweep.fire_due(at):
            break
    for timer in Timer.objects.filter(status=Timer.Status.WAITING, due_at__lte=at):
        yield f"timer {timer.pk} ({timer.step}) was not fired: {timer.error}"
    yield from soundness.faults()
    yield from _pages()


def _unmade():
    """What the models say of integrity, and the migrations did not make."""
    for name in ("workflow", "processes", "notifications"):
        for model in apps.get_app_config(name).get_models():
            with connection.cursor() as cursor:
                there = connection.introspection.get_constraints(cursor, model._meta.db_table)
            for one in (*model._meta.constraints, *model._meta.indexes):
                if one.name not in there:
                    yield f"{one.name} is missing"


def _pages():
    settings.ALLOWED_HOSTS = ["testserver"]
    for case in Case.objects.select_related("certification__organisation").order_by("pk"):
        people = Person.objects.filter(memberships__organisation=case.organisation, is_active=True)
        for person in people.distinct()[:2]:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            for name in PAGES:
                status = client.get(reverse(name, args=[case.number])).status_code
                if status != 200:
                    yield f"{name} of {case} answers {status}"


def main():
    for fault in faults():
        print(fault)
