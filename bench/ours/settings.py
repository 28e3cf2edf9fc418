"""The product's own settings, with the bench's flow beside its flows."""

import os
from pathlib import Path

from config import databases
from config.settings.base import *

SECRET_KEY = "only the bench knows this key"
ALLOWED_HOSTS = ["testserver"]
SITE_URL = "http://testserver"
DATABASE = os.environ.get("KVALITETSLOTS_BENCH_DATABASE", "")
DATABASES = {
    "default": databases.postgresql(DATABASE, pool=False)
    if DATABASE.startswith("postgresql:")
    else databases.sqlite(Path(DATABASE))
}
INSTALLED_APPS = [*INSTALLED_APPS, "bench.ours.apps.Ours"]
WORKFLOW_FLOWS = [*WORKFLOW_FLOWS, "bench_ours/flow.CaseworkFlow", "bench_ours/waiting.WaitingFlow"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = "memory://bench"
DEFAULT_FROM_EMAIL = "Kvalitetslots <kvalitetslots@example.org>"
