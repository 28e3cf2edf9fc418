"""A drill outside the test's process: workers that send, and are killed while they do.

``python -m tests.notifications.drill PORT NUMBER KILLS`` on an empty database of its own; tells the
statuses as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

WORKERS = 4


class NoMigrations:
    """Tables from the models: a drill needs no history."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


def prepare(port, number):
    settings.MIGRATION_MODULES = NoMigrations()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from notifications.models import Notification, posted
    from processes.models import Person

    eva = Person.objects.create_user("eva@example.org", name="Eva")
    at = timezone.now()
    common = {"rule": "incident", "facts": {"step": "x"}, "created_at": at, "next_try_at": at}
    Notification.objects.bulk_create(
        posted(subject="timer", occurrence=str(one), recipient=eva, **common)
        for one in range(number)
    )


def work(late=timedelta()):
    from notifications import delivery

    while delivery.deliver_due(timezone.now() + late):
        pass


def fork():
    connections.close_all()
    if pid := os.fork():
        return pid
    work()
    os._exit(0)


def drill(kills):
    workers = [fork() for _ in range(WORKERS)]
    for _ in range(kills):
        time.sleep(random.uniform(0.02, 0.2))
        victim = workers.pop(random.randrange(len(workers)))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        workers.append(fork())
    for pid in workers:
        os.waitpid(pid, 0)
    work(late=timedelta(minutes=10))


def main():
    port, number, kills = map(int, sys.argv[1:])
    prepare(port, number)
    drill(kills)
    from notifications.models import Notification

    statuses = Counter(Notification.objects.values_list("status", flat=True))
    keys = sorted(Notification.objects.values_list("message_id", flat=True))
    sys.stdout.write(json.dumps({"statuses": statuses, "keys": keys}))


if __name__ == "__main__":
    main()
