"""The Celery app and the whole schedule.

Celery only wakes the system. What is due stands as rows in the database, so a lost message or a
missed minute costs lateness and nothing else. Hence short sweeps, and never an ETA or a countdown.
"""

import os

from celery import Celery, signals
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("kvalitetslots")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["processes.organisations", "processes.renewal"])

main: str = app.conf.task_default_queue
mail = f"{main}-mail"
# A worker that is told of no queue takes both in turn. No timer stands behind a heap of mails.
app.conf.task_queues = [Queue(one, Exchange(main), routing_key=one) for one in (main, mail)]
app.conf.task_routes = {"notifications.tasks.*": {"queue": mail, "routing_key": mail}}

app.conf.beat_schedule = {
    "engine": {"task": "workflow.tasks.sweep", "schedule": 60.0},
    "changeovers": {"task": "processes.renewal.tasks.sweep", "schedule": 60.0},
    "notifications": {"task": "notifications.tasks.sweep", "schedule": 60.0},
    "disposal": {"task": "config.tasks.sweep", "schedule": 60.0},
}


@signals.setup_logging.connect
def keep_the_log(**_arguments: object) -> None:
    """Leave the log as the settings have it; Celery asks whether anybody else sees to it."""
