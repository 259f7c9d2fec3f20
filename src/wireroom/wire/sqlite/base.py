"""SQLite for the wire: WAL, synchronous=FULL everywhere, BEGIN IMMEDIATE, honest commits."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from wireroom.wire.sqlite import library

library.choose()

from django.db.backends.sqlite3 import base  # noqa: E402 - after the library was chosen

_FULL = 2
_ON_CONNECT = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps what it acknowledges, or is refused."""

    def get_connection_params(self) -> dict[str, Any]:
        """Add what durability and one-writer-at-a-time need to the configured options."""
        parameters = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"
        self.init_commands: list[str] = [*_ON_CONNECT, *self.init_commands]
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection and look whether it is durable: a setting may have said otherwise."""
        connection = super().get_new_connection(conn_params)
        (level,) = connection.execute("PRAGMA synchronous").fetchone()
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        if level < _FULL or journal not in {"wal", "memory"}:
            connection.close()
            message = (
                f"SQLite runs with synchronous={level}, journal_mode={journal}: a power cut would "
                "lose acknowledged releases. Remove those PRAGMAs from the database options."
            )
            raise ImproperlyConfigured(message)
        return connection

    def _commit(self) -> None:
        from wireroom.wire import closing  # noqa: PLC0415 - settings are not ready at import

        try:
            super()._commit()  # type: ignore[misc]  # Django's own, without a stub
        except OperationalError as error:
            raise closing.judge_failed_commit(error) from error
