"""The product's settings, pointed at a throw-away data directory and at the database under test."""

from __future__ import annotations

import os
import tempfile

from tests.support import postgresql

os.environ["WIREROOM_DATA_DIR"] = tempfile.mkdtemp(prefix="wireroom-tests-")
if os.environ.get("WIREROOM_TEST_DATABASE") == "postgresql":
    os.environ["WIREROOM_DATABASE_URL"] = postgresql.start().url

from wireroom.config.settings import *  # noqa: F403 - the settings under test
from wireroom.config.settings import DATABASES, WIREROOM_DATA_DIR

if DATABASES["default"]["ENGINE"] == "wireroom.wire.sqlite":
    # A file, not memory: tests with several processes need one, and WAL is what we run on.
    DATABASES["default"]["TEST"] = {"NAME": str(WIREROOM_DATA_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; not under test
WIREROOM_STAFF_MFA = False  # tests of the rule switch it on
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WIREROOM_USAGE_WRITTEN_EVERY_S = 0  # no thread that writes beside a test's transaction
WIREROOM_RECEIPTS_WRITTEN_EVERY_S = 0
