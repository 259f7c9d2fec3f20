"""Nothing in this room is deleted: it ends."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

from wireroom.kernel.errors import WireroomError

M = TypeVar("M", bound=models.Model)


class NothingIsDeleted(WireroomError):
    """Customer records are never deleted: end, revoke or deactivate them instead."""

    code = "nothing_is_deleted"
    http_status = 409


class KeptQuerySet(models.QuerySet[M]):
    """Rows that can be read and ended, not deleted."""

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            NothingIsDeleted: always.
        """
        raise NothingIsDeleted(model=self.model.__name__)

    delete.alters_data = True  # type: ignore[attr-defined]  # keeps templates from calling it
    delete.queryset_only = True  # type: ignore[attr-defined]  # as in Django: not on the manager


class Kept(models.Model):
    """A record that outlives its use, because rights once given stay explainable."""

    class Meta:
        abstract = True

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            NothingIsDeleted: always.
        """
        raise NothingIsDeleted(model=type(self).__name__, pk=self.pk)
