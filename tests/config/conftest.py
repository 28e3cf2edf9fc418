import pytest

ENVIRONMENT = {
    "KVALITETSLOTS_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "KVALITETSLOTS_SITE_URL": "https://kvalitetslots.example",
    "KVALITETSLOTS_ALLOWED_HOSTS": "kvalitetslots.example",
    "KVALITETSLOTS_VAR": "/var/lib/kvalitetslots",
    "KVALITETSLOTS_DATABASE_URL": "postgresql://kvalitetslots@database/kvalitetslots",
    "KVALITETSLOTS_CACHE_URL": "dbcache://cache",
    "KVALITETSLOTS_BROKER_URL": "amqp://broker",
    "KVALITETSLOTS_EMAIL_URL": "smtp+tls://name:word@mail:587",
    "KVALITETSLOTS_FROM_EMAIL": "Kvalitetslots <svar@kvalitetslots.example>",
    "KVALITETSLOTS_TRUSTED_PROXIES": "1",
    "KVALITETSLOTS_CONTACT_NAME": "Kvalitetslots certifiering",
    "KVALITETSLOTS_CONTACT_EMAIL": "kontakt@kvalitetslots.example",
    "KVALITETSLOTS_CONTACT_PHONE": "08-465 004 00",
    "KVALITETSLOTS_ACCESSIBILITY_REVIEWED": "2026-11-29",
}


@pytest.fixture
def production(monkeypatch, tmp_path):
    """The environment of a complete production installation."""
    environment = {**ENVIRONMENT, "KVALITETSLOTS_VAR": str(tmp_path)}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment
