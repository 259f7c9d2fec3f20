"""PostgreSQL for the wire: synchronous commits on every connection, and honest ones."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.postgresql import base

_DURABLE = {"on", "remote_apply", "remote_write"}
"""Values of synchronous_commit under which an acknowledged commit is on disk here."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps what it acknowledges, or is refused."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection and look whether it is durable and reads what others committed."""
        connection = super().get_new_connection(conn_params)
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("synchronous_commit", "fsync", "default_transaction_isolation")
        }
        connection.rollback()  # the questions opened a transaction
        if (
            settings["synchronous_commit"] not in _DURABLE
            or settings["fsync"] != "on"
            or settings["default_transaction_isolation"] != "read committed"
        ):
            connection.close()
            message = (
                f"PostgreSQL runs with {settings}: a crash would lose acknowledged releases "
                "or put them out of order. Needed: synchronous_commit=on, fsync=on, read committed."
            )
            raise ImproperlyConfigured(message)
        return connection

    def _commit(self) -> None:
        from wireroom.wire import closing  # noqa: PLC0415 - settings are not ready at import

        try:
            super()._commit()  # type: ignore[misc]  # Django's own, without a stub
        except OperationalError as error:
            raise closing.judge_failed_commit(error) from error
