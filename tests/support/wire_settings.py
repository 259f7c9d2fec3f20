"""The smallest settings that run a wire: for processes that tests start, race and kill."""

from __future__ import annotations

import os
from pathlib import Path

from wireroom.config import environment

WIREROOM_DATA_DIR = Path(os.environ["WIREROOM_DATA_DIR"])
INSTALLED_APPS = ["wireroom.wire"]
DATABASES = {"default": environment.database(os.environ["WIREROOM_DATABASE_URL"])}
SECRET_KEY = "only for tests, and long enough to be accepted"
USE_TZ = True
if DATABASES["default"]["ENGINE"] == "wireroom.wire.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(WIREROOM_DATA_DIR / "test.sqlite3")}
