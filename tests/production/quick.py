"""The settings of production, where nobody waits five minutes for an alarm."""

import os

from config.settings.production import *

NAME = os.environ["SHAPE_NAME"]
CELERY_TASK_DEFAULT_QUEUE = NAME
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"global_keyprefix": f"{NAME}:"}
HEALTH_LIMITS = {**HEALTH_LIMITS, "sweep": 6}
# Nobody looks: the pages need no collected files.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
