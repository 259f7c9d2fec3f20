"""Which SQLite library is used: one without the WAL-reset bug, or none.

Libraries from 3.7.0 to 3.51.2 can corrupt a WAL database that several processes write and
checkpoint. PyPI's pysqlite3 carries a newer one, with the interface of the standard module (ADR
0003).
"""

from __future__ import annotations

import sqlite3
import sys

from django.core.exceptions import ImproperlyConfigured

OLDEST_SAFE = (3, 51, 3)


def choose() -> None:
    """Make `import sqlite3` mean a safe library, from here on and in this process.

    Raises:
        ImproperlyConfigured: there is none on this machine.
    """
    if sqlite3.sqlite_version_info >= OLDEST_SAFE:
        return
    try:
        import pysqlite3  # noqa: PLC0415 - only where the standard library's is too old
        import pysqlite3.dbapi2  # noqa: PLC0415
    except ImportError:
        pysqlite3 = None
    if pysqlite3 is None or pysqlite3.sqlite_version_info < OLDEST_SAFE:
        needed = ".".join(map(str, OLDEST_SAFE))
        message = (
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that several processes write. "
            f"Wireroom needs {needed} or newer: run `pip install --upgrade pysqlite3`, "
            "or use PostgreSQL."
        )
        raise ImproperlyConfigured(message)
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
