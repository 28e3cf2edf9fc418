"""Django and viewflow as their own guides set them up; the one choice is the lock."""

import os

import environ

from config.databases import DISKS

SECRET_KEY = "only the bench knows this key"
ALLOWED_HOSTS = ["testserver"]
DATABASE = os.environ.get("KVALITETSLOTS_BENCH_DATABASE", "")
DATABASES = {
    # The disks are the same for both.
    "default": environ.Env.db_url_config(DATABASE) | {"OPTIONS": {"options": DISKS}}
    if DATABASE.startswith("postgresql:")
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "viewflow",
    "viewflow.workflow",
    "bench.stock.apps.Stock",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "viewflow.middleware.HotwireTurboMiddleware",
    "viewflow.middleware.SiteMiddleware",
]
VIEWFLOW = {"AUTOREGISTER": False}
ROOT_URLCONF = "bench.stock.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = "static/"
USE_TZ = True
LANGUAGE_CODE = "en"
