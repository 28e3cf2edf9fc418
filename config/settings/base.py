"""What all settings share. Nothing here differs between machines."""

import os
from datetime import date
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# Forms may name their model, as mypy asks: ModelForm[Person].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("KVALITETSLOTS_VAR") or BASE_DIR / "var")

INSTALLED_APPS = [
    "config",
    "notifications",
    "processes",
    "workflow",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "viewflow",
    # Its abstract models live beside concrete ones, so they load only when the app is installed.
    "viewflow.workflow",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "config.apps.StaticFiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.operations.requests.WatchMiddleware",
    "config.accounts.watch.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.web.sessions.IdleMiddleware",
    "config.web.language.LanguageMiddleware",
    "config.sizes.SizeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.web.keeping.KeepingMiddleware",
    "config.web.presses.PressMiddleware",
    "config.web.odd_requests.OddRequestMiddleware",
    "config.web.busy.BusyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.web.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# viewflow's own, and one of ours that makes its tables at once in a new database.
MIGRATION_MODULES = {"viewflow": "workflow.viewflow.migrations"}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "processes.context.navigation",
                "config.web.keeping.offers",
            ],
        },
    },
]

WORKFLOW_ORGANISATION_MODEL = "processes.Organisation"
WORKFLOW_FLOWS = [
    "processes/flows.CertificationFlow",
    "processes/flows.kinds.transfer.TransferFlow",
    "processes/contribution_flow.ContributionFlow",
    "processes/flows.overdue.OverdueFlow",
    "processes/flows.overdue.SilentRenewalFlow",
    "processes/flows.appeal.AppealFlow",
    "processes/flows.appeal.AppealFlow2",
    "processes/flows.appeal.AppealFlow3",
    "processes/flows.withdrawal.WithdrawalFlow",
    "processes/flows.parking.ParkingFlow",
    "processes/flows.dispute.DisputeFlow",
    "processes/flows.extending.ExtensionFlow",
    "processes/flows.team.TeamFlow",
    "processes/flows.vacancy.VacancyFlow",
    "processes/flows.amendment.AmendmentFlow",
    "processes/flows.sanction.SanctionFlow",
    "processes/flows.sanction.HearingFlow",
    "processes/flows.change.ChangeFlow",
    "processes/flows.kinds.mark.MarkFlow",
    "processes/flows.complaint.ComplaintFlow",
]
VIEWFLOW = {"AUTOREGISTER": False}

# The statement on accessibility: when it was last reviewed, and what the body itself knows to fall
# short, in Swedish and English. What the product falls short of stands in processes/register/about.
ACCESSIBILITY_REVIEWED = date(2026, 11, 29)
ACCESSIBILITY_FAULTS: list[tuple[str, str]] = []

# Who answers for the certification: shown on every page and in every mail.
CONTACT = {
    "name": "Kvalitetslots certifiering",
    "email": "kontakt@demo.example",
    "phone": "08-465 004 00",
}

# Demonstration people and cases, with a known password.
DEMO = False

# Language and time

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", NODE_MODULES / "@digdir" / "designsystemet-css" / "dist"),
    ("typeface", NODE_MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"),
]
MEDIA_ROOT = VAR_DIR / "evidence"
# Evidence is served by views that ask who is reading, never by an address.
MEDIA_URL = ""
EVIDENCE_MAX_BYTES = 20 * 1024**2
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# People

AUTH_USER_MODEL = "processes.Person"
AUTHENTICATION_BACKENDS = ["config.accounts.backend.ByAddress"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    *(
        {"NAME": f"config.accounts.passwords.{name}"}
        for name in ("Length", "Known", "Repeated", "Sequential", "Context")
    ),
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "config.accounts.forms.SignInForm",
    "change_password": "config.accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "config.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# The library's own would read and fill its table of addresses, which identify nobody here.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "processes.organisations.accounts.password_links.Keys"
# So long the link of an invitation works, and that by which a password is chosen anew. What pages
# and mails say of it is told from here.
FIRST_PASSWORD_DAYS = 14
NEW_PASSWORD_DAYS = 3
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * NEW_PASSWORD_DAYS
# By the machine that asks; "key" is an account together with that machine, but for a link: there
# it is the account, whose owner has the three links of this hour already.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/15m/ip,5/15m/key",
    "ask_for_link": "20/h/ip",
    "send_link": "3/h/key",
    # Complaints of anybody: by the machine, and of all together; and new links to follow them.
    "complain": "5/h/ip",
    "complain_in_all": "100/h/key",
    "complaint_link": "3/h/key,20/h/ip",
}
# So many proxies of ours stand in front, each adding whom it was called by to X-Forwarded-For.
TRUSTED_PROXIES = 0
# So long it is kept who signed in, who failed to and who changed whose access.
SECURITY_LOG_DAYS = 365
MFA_ADAPTER = "config.accounts.factors.Adapter"
MFA_FORMS = {
    "authenticate": "config.accounts.factors.CodeForm",
    "reauthenticate": "config.accounts.factors.CodeAgainForm",
    "activate_totp": "config.accounts.factors.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kvalitetslots"
# So long nobody may have used a session; while somebody does, it goes on (config/web/sessions.py).
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.web.csrf.refused"

# What a browser may do with a page

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Background work: JSON only, an answer never kept, a task given back when its worker dies.

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "kvalitetslots"
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that wakes a worker waits no longer for a broker that is frozen.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# Nor does it try again when nobody answers: the next sweep does what it would have woken.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}

# Whoever shows it reads /metrics/; without one nobody does.
METRICS_TOKEN = ""

# Above these figures /health/ answers 503: percent used, seconds late, or rows that wait.
# docs/operations.md says what each is for.

HEALTH_LIMITS = {
    "disk": 95,
    "broker": 1000,
    "sweep": 5 * 60,
    "timers": 15 * 60,
    "incidents": 20,
    "mails": 15 * 60,
    "dead_letters": 20,
}
