"""One process on one machine: SQLite, no service beside it. The default."""

import os

from config import databases, logs, secret_file
from config.settings.base import *
from config.settings.base import VAR_DIR
from config.web import private

PORT = int(os.environ.get("PORT") or 8000)

VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = secret_file.read_or_create(VAR_DIR / "secret_key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DEMO = True
SITE_URL = f"http://127.0.0.1:{PORT}"

DATABASES = {"default": databases.sqlite(private.file(VAR_DIR / "kvalitetslots.sqlite3"))}
CACHES = {
    "default": databases.counting({"BACKEND": "django.core.cache.backends.locmem.LocMemCache"})
}

CELERY_BROKER_URL = "memory://embedded"

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = private.folder(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = "Kvalitetslots <kvalitetslots@localhost>"

LOGGING = logs.readable()
# Each sweep and each page has nothing to tell a person who tries the system.
LOGGING["loggers"]["celery"] = {"level": "WARNING"}
LOGGING["loggers"]["config.operations.requests"] = {"level": "WARNING"}
