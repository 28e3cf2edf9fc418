"""The suite: fast, no service needed. One variable moves it to PostgreSQL."""

import os
from pathlib import Path
from tempfile import gettempdir

from config import databases
from config.settings.base import *

SECRET_KEY = "only the tests know this key"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = True
SITE_URL = "http://testserver"

TEST_DATABASE = os.environ.get("KVALITETSLOTS_TEST_DATABASE", "")
DATABASES = {
    "default": databases.postgresql(TEST_DATABASE, pool=False)
    if TEST_DATABASE
    else databases.sqlite(Path(gettempdir()) / "kvalitetslots-unused.sqlite3")
}
# A file, not memory: threads and processes must meet in it as they do in production.
DATABASES["default"]["TEST"] = (
    {"NAME": f"test_kvalitetslots_{os.getpid()}"}
    if TEST_DATABASE
    else {"NAME": Path(gettempdir()) / f"kvalitetslots-test-{os.getpid()}.sqlite3"}
)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(gettempdir()) / "kvalitetslots-test-evidence"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

CELERY_BROKER_URL = os.environ.get("KVALITETSLOTS_TEST_BROKER") or "memory://embedded"
CELERY_TASK_DEFAULT_QUEUE = "kvalitetslots-test"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Kvalitetslots <kvalitetslots@example.org>"
