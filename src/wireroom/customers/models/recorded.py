"""Models whose rights cannot change without a row in the audit, whatever the route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from django.db import router, transaction

from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.customers.models.rights_change import RightsChange, take_turn
from wireroom.kernel.errors import WireroomError

R = TypeVar("R", bound="Recorded")


class UnrecordableChange(WireroomError):
    """This way of writing cannot tell which rights it changes: use the services."""

    code = "unrecordable_change"
    http_status = 500


class Recorded(Kept):
    """A record that gives rights through the fields named in `rights_fields`.

    A subclass says `base_manager_name` too: a company's `people.add()` writes through that manager.
    """

    rights_fields: ClassVar[frozenset[str]]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and record what it changes of rights in the same transaction."""
        fields = kwargs.get("update_fields")
        if fields is not None and not _touches_rights(type(self), fields):
            super().save(*args, **kwargs)
            return
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with recorded(type(self), [self.pk], using) as pks:
            super().save(*args, **kwargs)
            pks.append(self.pk)

    def rights(self) -> dict[str, Any]:
        """Give the facts that make its rights, as the audit shows them."""
        fields = (field for field in self._meta.concrete_fields if field.name in self.rights_fields)
        return {field.name: getattr(self, field.attname) for field in fields}

    def rights_changed(self, change: RightsChange) -> None:
        """Do what else follows from `change`, in its transaction; nothing unless overridden."""


class RecordedQuerySet(KeptQuerySet[R]):
    """Writes of many rows: recorded row by row, or refused."""

    def update(self, **values: Any) -> int:
        """Update, and record each row whose rights it changes, in one transaction."""
        if not _touches_rights(self.model, values):
            return super().update(**values)
        with transaction.atomic(using=self.db):
            take_turn(self.db)
            pks = list(self.values_list("pk", flat=True))
            with recorded(self.model, pks, self.db):
                return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]  # keeps templates from calling it

    def bulk_create(self, objs: Iterable[R], *args: Any, **kwargs: Any) -> list[R]:
        """Create many, and record each, in one transaction.

        Raises:
            UnrecordableChange: conflicts are to be ignored or turned into updates.
        """
        if args or kwargs.keys() - {"batch_size"}:
            raise UnrecordableChange
        with recorded(self.model, [], self.db) as pks:
            created = super().bulk_create(objs, **kwargs)
            pks.extend(row.pk for row in created)
        return created


@contextmanager
def recorded(model: type[Recorded], pks: list[Any], using: str) -> Iterator[list[Any]]:
    """Compare the rows `pks` before and after the block and record each that differs.

    The block adds the keys of rows that it creates to the list it is given.
    """
    with transaction.atomic(using=using):
        take_turn(using)
        before = _stored(model, pks, using)
        yield pks
        for pk, row in _stored(model, pks, using).items():
            record(before.get(pk), row, using)


def record(before: Recorded | None, after: Recorded, using: str) -> None:
    """Record the difference between two states of one row, when there is one."""
    old, new = before.rights() if before else {}, after.rights()
    changed = {name for name in new if before is None or old[name] != new[name]}
    if not changed:
        return
    label = (after._meta.concrete_model or type(after))._meta.model_name
    change = RightsChange.record(
        using=using,
        what=f"{label}:{'change' if before else 'create'}",
        subject=f"{label}:{after.pk}",
        detail={
            "name": str(after),
            "before": {name: old[name] for name in sorted(changed & old.keys())},
            "after": {name: new[name] for name in sorted(changed)},
        },
    )
    after.rights_changed(change)


def _touches_rights(model: type[Recorded], names: Iterable[str]) -> bool:
    return any(model._meta.get_field(name).name in model.rights_fields for name in names)


def _stored(model: type[Recorded], pks: Iterable[Any], using: str) -> dict[Any, Recorded]:
    wanted = [pk for pk in pks if pk is not None]
    return model._base_manager.using(using).in_bulk(wanted) if wanted else {}
