"""Records that are written once."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.kernel.errors import WireroomError

A = TypeVar("A", bound="AppendOnly")


class AuditIsAppendOnly(WireroomError):
    """What was recorded cannot be changed."""

    code = "audit_is_append_only"
    http_status = 409


class AppendOnlyQuerySet(KeptQuerySet[A]):
    """Rows that can be read and added."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse.

        Raises:
            AuditIsAppendOnly: always.
        """
        raise AuditIsAppendOnly

    def bulk_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: rows are written one by one, in order.

        Raises:
            AuditIsAppendOnly: always.
        """
        raise AuditIsAppendOnly("Audit rows are recorded one by one.")


class AppendOnly(Kept):
    """A row of an audit."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            AuditIsAppendOnly: it is there already.
        """
        if not self._state.adding:
            raise AuditIsAppendOnly
        super().save(*args, **kwargs)
