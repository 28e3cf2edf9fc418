"""PostgreSQL, a broker, several processes. Everything that differs comes from the environment."""

import logging

from config import databases, logs
from config.environment import day, env, hosts, key, number, optional, pairs, required, site
from config.settings.base import *

SECRET_KEY = key("SECRET_KEY")
SITE_URL = site("SITE_URL")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS")
TRUSTED_PROXIES = number("TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
required("VAR")

# Set by the web process, for whose threads people wait: see config.gunicorn_production.
PATIENCE = optional("LOCK_TIMEOUT")
DATABASES = {
    "default": databases.postgresql(required("DATABASE_URL"), pool=True, patience=PATIENCE)
}
CACHES = {"default": databases.counting(env.cache_url_config(required("CACHE_URL")))}

CELERY_BROKER_URL = required("BROKER_URL")

vars().update(env.email_url_config(required("EMAIL_URL")))
DEFAULT_FROM_EMAIL = required("FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT = {
    "name": required("CONTACT_NAME"),
    "email": required("CONTACT_EMAIL"),
    "phone": required("CONTACT_PHONE"),
}
ACCESSIBILITY_REVIEWED = day("ACCESSIBILITY_REVIEWED")
ACCESSIBILITY_FAULTS = pairs("ACCESSIBILITY_FAULTS")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Whoever watches a process asks it directly, past the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

METRICS_TOKEN = optional("METRICS_TOKEN")

LOGGING = logs.machine()
logging.captureWarnings(True)
