"""The product's settings for whole houses whose people sign in all the time."""

from __future__ import annotations

from wireroom.config.settings import *  # noqa: F403 - the settings under test

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; not under test
