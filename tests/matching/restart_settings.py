"""The smallest settings that run a matcher: for a worker that tests start and kill."""

from __future__ import annotations

from tests.support.wire_settings import *  # noqa: F403 - the wire's, and more rooms

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "wireroom.wire",
    "wireroom.customers",
    "wireroom.matching",
]
AUTH_USER_MODEL = "customers.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
