"""The product's own settings, as the bench has them, without the bench's own flow."""

from bench.ours.settings import *
from config.settings import base

INSTALLED_APPS = base.INSTALLED_APPS
WORKFLOW_FLOWS = base.WORKFLOW_FLOWS
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
